// How the curves are looked at: axes, smoothing, zoom, crosshair. Everything that the mouse can do
// on a chart can be done here by keyboard and by touch. Surprise: the crosshair's slider moves by
// its own subscription.

import { useId, useState, useSyncExternalStore } from 'react';
import { timeAxes, type Range, type TimeAxis } from '../../store/runData';
import type { Crosshair } from '../charts/crosshair';
import type { CurvesView } from './curvesView';
import { axisWords, formatPlace } from './placeWords';

interface CurvesToolbarProps {
  view: CurvesView;
  /** All there is to see. */
  whole: Range;
  crosshair: Crosshair;
  onView(change: Partial<CurvesView>): void;
}

export function CurvesToolbar({ view, whole, crosshair, onView }: CurvesToolbarProps) {
  const id = useId();
  return (
    <div className="curves-toolbar" role="group" aria-label="How the curves are drawn">
      <div className="curves-axis">
        <div className="field inline">
          <label htmlFor={`${id}-axis`}>Along</label>
          <select id={`${id}-axis`} value={view.axis} onChange={(event) => onView({ axis: event.target.value as TimeAxis, zoom: null })}>
            {timeAxes.map((axis) => <option key={axis} value={axis}>{axisWords[axis].name}</option>)}
          </select>
        </div>
        <label>
          <input type="checkbox" checked={view.log} onChange={(event) => onView({ log: event.target.checked })} />
          Log loss axis
        </label>
      </div>
      <div className="curves-slider">
        <label htmlFor={`${id}-smoothing`}>Smoothing</label>
        <input
          id={`${id}-smoothing`} type="range" min={0} max={0.99} step={0.01} value={view.smoothing}
          onChange={(event) => onView({ smoothing: event.target.valueAsNumber })}
        />
        <output className="numeric" htmlFor={`${id}-smoothing`}>{view.smoothing.toFixed(2)}</output>
      </div>
      <CrosshairSlider view={view} whole={whole} crosshair={crosshair} />
      <ZoomFields view={view} whole={whole} onZoom={(zoom) => onView({ zoom })} />
    </div>
  );
}

function CrosshairSlider({ view, whole, crosshair }: Pick<CurvesToolbarProps, 'view' | 'whole' | 'crosshair'>) {
  const id = useId();
  const at = useSyncExternalStore(crosshair.subscribe, crosshair.get);
  const { low, high } = view.zoom ?? whole;
  return (
    <div className="curves-slider">
      <label htmlFor={id}>Crosshair</label>
      <input
        id={id} type="range" min={low} max={Math.max(high, low + 1)} step={view.axis === 'step' ? 1 : 'any'} value={at ?? high}
        aria-valuetext={at === null ? 'off' : formatPlace(view.axis, at)}
        onChange={(event) => crosshair.set(event.target.valueAsNumber)}
        onKeyDown={(event) => event.key === 'Escape' && crosshair.set(null)}
        onBlur={() => crosshair.set(null)}
      />
      <output className="numeric" htmlFor={id}>{at === null ? 'off' : formatPlace(view.axis, at)}</output>
    </div>
  );
}

function ZoomFields({ view, whole, onZoom }: { view: CurvesView; whole: Range; onZoom(zoom: Range | null): void }) {
  const range = view.zoom ?? whole;
  const { field } = axisWords[view.axis];
  const set = (change: Partial<Range>) => {
    const wanted = { ...range, ...change };
    if (wanted.low < wanted.high) onZoom(wanted);
  };
  return (
    <div className="row curves-zoom" role="group" aria-label="Zoom">
      <ZoomField label={`From ${field}`} text="From" value={range.low} onValue={(low) => set({ low })} />
      <ZoomField label={`to ${field}`} text="to" value={range.high} onValue={(high) => set({ high })} />
      <button type="button" disabled={!view.zoom} onClick={() => onZoom(null)}>Reset zoom</button>
    </div>
  );
}

/** What is typed is a draft until Enter or until the field is left; one that makes no range is put back. */
function ZoomField({ label, text, value, onValue }: { label: string; text: string; value: number; onValue(value: number): void }) {
  const [draft, setDraft] = useState<string | null>(null);
  function commit(): void {
    setDraft(null);
    if (draft !== null && draft.trim() !== '' && Number.isFinite(Number(draft))) onValue(Number(draft));
  }
  return (
    <label>
      {text}{' '}
      <input
        type="number" step="any" aria-label={label} value={draft ?? String(Number(value.toPrecision(7)))}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
    </label>
  );
}
