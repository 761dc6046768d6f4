// Makes a model: which preset, which seed; what training it will ask of the device, known before it is
// made; and how large the present one is. The address follows, so that a link opens the same model
// again. Surprise: what is chosen here is a draft; without one the fields show the present model, which
// the console may have made.

import { useState } from 'react';
import { presets, type PresetName } from '../../config';
import { hasTrained, modelBlocked, presetOf } from '../../store/selectors';
import { changeAddress, isSeed } from '../../store/url';
import { useApp, usePage } from '../page';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { NeedEstimate } from './NeedEstimate';
import { ParameterTable } from './ParameterTable';

const descriptions: Record<PresetName, string> = {
  paper: 'paper: the published model, 128 px',
  compact: 'compact: a sixteenth of the work, 64 px',
  tiny: 'tiny: for tests, 32 px',
};

export function ModelForm() {
  const { address, actions } = usePage();
  const blocked = useApp(modelBlocked);
  const trained = useApp(hasTrained);
  const config = useApp((state) => state.config);
  const training = useApp((state) => state.training);
  const modelSeed = useApp((state) => state.modelSeed);
  const [draftPreset, setPreset] = useState<PresetName | null>(null);
  const [draftSeed, setSeed] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const preset = draftPreset ?? (config ? presetOf(config) : address.preset);
  /** What is chosen, or else the present model with its present settings. */
  const plan = draftPreset ? presets[draftPreset] : config && training ? { config, training } : preset && presets[preset];
  const seed = draftSeed ?? String(modelSeed ?? address.seed);
  const valid = seed.trim() !== '' && isSeed(Number(seed));
  const offered = (Object.keys(presets) as PresetName[]).filter((name) => name !== 'tiny' || preset === 'tiny' || address.preset === 'tiny');
  const reason = blocked ?? (preset ? null : 'Choose a preset first; models of other sizes are made in the console.');

  function make(): void {
    if (!preset) return;
    window.history.replaceState(null, '', changeAddress(window.location.search, { preset, seed: Number(seed) }));
    void actions.newModel(preset, Number(seed)).then(() => {
      setPreset(null);
      setSeed(null);
    });
  }
  return (
    <form
      className="header-model"
      aria-label="Model"
      onSubmit={(event) => {
        event.preventDefault();
        if (!valid || reason) return;
        if (trained) setAsking(true);
        else make();
      }}
    >
      <div className="row">
        <div className="field inline">
          <label htmlFor="preset">Preset</label>
          <select id="preset" value={preset ?? ''} onChange={(event) => setPreset(event.target.value as PresetName)}>
            {!preset && <option value="">own: made in the console</option>}
            {offered.map((name) => <option key={name} value={name}>{descriptions[name]}</option>)}
          </select>
        </div>
        <div className="field inline">
          <label htmlFor="model-seed">Seed</label>
          <input id="model-seed" type="number" min={0} step={1} value={seed} aria-invalid={!valid} onChange={(event) => setSeed(event.target.value)} />
        </div>
        <button type="submit" disabled={reason !== null || !valid} title={reason ?? undefined}>New model</button>
      </div>
      {plan && <NeedEstimate of={plan} />}
      {!valid && <p className="error" role="alert">The seed must be a whole number from 0 to 4294967295.</p>}
      <ParameterTable />
      {asking && (
        <ConfirmDialog
          title="Make a new model?"
          text="The trained weights are lost unless you save them first. Curves, images and training sets stay."
          confirm="Make it and lose the training"
          onConfirm={make}
          onClose={() => setAsking(false)}
        />
      )}
    </form>
  );
}
