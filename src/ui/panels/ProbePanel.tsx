// The probes: chosen pairs, drawn again and again while the model learns, and a slider back through
// what they were. Surprise: each picture carries its own step, since a pair that was kept later, or
// drawn a step later, has none of the step that the slider names.

import { useMemo, useState } from 'react';
import { frameAt, framePicture, maxProbes, probeSteps, type Probe } from '../../store/probes';
import { networkColor } from '../networks';
import { useActions, useApp } from '../page';
import { Panel } from '../parts/Panel';
import { PixelImage } from '../parts/PixelImage';
import { SaveButtons } from '../parts/SaveButtons';
import { probeFrames, probeSheet, sheetLengths, stepsInWords, type SheetLength } from '../probeSheets';
import type { AppState } from '../../store/state';

const lead = 'How a transfer of the paper’s framework figure comes about: pairs that you keep are drawn again every few steps, with the same noise. '
  + 'Looking back changes neither the weights nor the run.';

export function ProbePanel() {
  const { list, error } = useApp((state) => state.probes);
  const { keepProbe } = useActions();
  const blocked = useApp(keepBlocked);
  return (
    <Panel title="Probe timeline" lead={lead}>
      <div className="row">
        <button type="button" className="primary" disabled={blocked !== null} onClick={keepProbe}>Keep as probe</button>
        <IntervalInput />
        <span className="quiet">{blocked}</span>
      </div>
      {list.length === 0
        ? <p className="empty-state">Fill both slots of the transfer, keep the pair as a probe, and train: its pictures gather here.</p>
        : <><Scrubber /><ul className="probes">{list.map((probe) => <ProbeCard key={probe.id} probe={probe} />)}</ul><SaveAll list={list} /></>}
      <p className="error" role="alert">{error}</p>
    </Panel>
  );
}

function keepBlocked({ slots: { face, expression }, probes }: AppState): string | null {
  if (probes.list.length >= maxProbes) return `There is room for ${maxProbes} probes; remove one first.`;
  return face.image && expression.image ? null : 'Give the transfer a face image and an expression image first.';
}

function IntervalInput() {
  const every = useApp((state) => state.probes.every);
  const { setProbeInterval } = useActions();
  const [draft, setDraft] = useState<string | null>(null);
  const usable = (text: string) => Number.isInteger(Number(text)) && Number(text) >= 1 && Number(text) <= 1e6;
  const valid = draft === null || usable(draft);
  return (
    <div className="field inline">
      <label htmlFor="probe-interval">Steps between pictures</label>
      <input
        id="probe-interval"
        type="number"
        min={1}
        step={1}
        value={draft ?? String(every)}
        aria-invalid={!valid}
        aria-describedby="probe-interval-note"
        onChange={({ target: { value } }) => {
          setDraft(value);
          if (usable(value)) setProbeInterval(Number(value));
        }}
        onBlur={() => valid && setDraft(null)}
      />
      <span id="probe-interval-note" className="error">{valid ? '' : 'A whole number from 1 to 1000000. Not applied.'}</span>
    </div>
  );
}

function Scrubber() {
  const { list, shown } = useApp((state) => state.probes);
  const { showProbesAt } = useActions();
  const steps = useMemo(() => probeSteps(list), [list]);
  const last = Math.max(0, steps.length - 1);
  const index = shown === null ? last : Math.max(0, steps.findLastIndex((step) => step <= shown));
  const words = steps.length === 0 ? 'nothing drawn yet' : `step ${steps[index]}${index === last ? ', newest' : ''}`;
  return (
    <div className="slider" style={{ '--slot-color': networkColor('decoder') }}>
      <label htmlFor="probe-step">Look back</label>
      <output className="numeric" htmlFor="probe-step">{words}</output>
      <input
        id="probe-step"
        type="range"
        min={0}
        max={last}
        step={1}
        value={index}
        disabled={steps.length < 2}
        aria-valuetext={words}
        onChange={({ target }) => showProbesAt(Number(target.value) === last ? null : steps[Number(target.value)]!)}
      />
    </div>
  );
}

function SaveAll({ list }: { list: readonly Probe[] }) {
  const steps = useMemo(() => probeSteps(list), [list]);
  const [count, setCount] = useState<SheetLength>(6);
  return (
    <div className="row">
      <label>Save all probes with up to <select value={count} onChange={({ target }) => setCount(Number(target.value) as SheetLength)}>
        {sheetLengths.map((one) => <option key={one} value={one}>{one}</option>)}
      </select> pictures each</label>
      <SaveButtons what="probes" when={stepsInWords(steps)} sheet={() => probeSheet(list, count)} disabled={steps.length === 0} />
    </div>
  );
}

function ProbeCard({ probe }: { probe: Probe }) {
  const shown = useApp((state) => state.probes.shown);
  const { removeProbe } = useActions();
  const frame = frameAt(probe.frames, shown);
  const picture = useMemo(() => frame && framePicture(frame, probe), [frame, probe]);
  const waiting = probe.frames.length === 0 ? 'Drawing' : 'Kept later than this step';
  return (
    <li className="probe" aria-label={`Probe ${probe.name}`}>
      <div className="probe-inputs">
        <PixelImage picture={probe.face} label="Face image" />
        <PixelImage picture={probe.expression} label="Expression image" />
      </div>
      <div className="slot-picture">
        {picture && frame ? <PixelImage picture={picture} label={`Probe at step ${frame.step}`} /> : <p className="slot-empty">{waiting}</p>}
      </div>
      <p className="slot-name" title={probe.name}>{probe.name}</p>
      <p className="quiet numeric">{frame ? `step ${frame.step} · noise seed ${probe.noiseSeed}` : `noise seed ${probe.noiseSeed}`}</p>
      <div className="row spread">
        <SaveButtons
          what={`probe ${probe.name}`} when={stepsInWords(probe.frames.map(({ step }) => step))} frames={() => probeFrames(probe)}
          disabled={probe.frames.length < 2}
        />
        <button type="button" aria-label={`Remove probe ${probe.name}`} onClick={() => removeProbe(probe.id)}>Remove</button>
      </div>
    </li>
  );
}
