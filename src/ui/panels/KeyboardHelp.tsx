// The single keys at work, and the list of them. Surprise: they can be switched off, because speech
// input types letters that were never meant as keys.

import { useState } from 'react';
import { isTraining, modelBlocked, replacingBlocked, trainingBlocked } from '../../store/selectors';
import { keyMap, useKeys, type MappedKey } from '../keyboard';
import { usePage } from '../page';
import { useModal } from '../parts/useModal';
import { useSaveWeights } from '../useSaveWeights';
import { ResetDialog } from './TrainingButtons';

export function KeyboardHelp() {
  const { store, actions, preferences } = usePage();
  const save = useSaveWeights();
  const [open, setOpen] = useState<'help' | 'reset' | null>(null);

  /** Does it, or says why not. */
  function unless(blocked: string | null, act: () => void): void {
    if (blocked) actions.report(blocked);
    else act();
  }
  function onKey(key: MappedKey): void {
    const state = store.getState();
    if (key === '?') return setOpen('help');
    if (preferences.read('keys') === 'off') return;
    const running = isTraining(state);
    switch (key) {
      case ' ':
        return running ? unless(modelBlocked(state), () => void actions.pause()) : unless(trainingBlocked(state), () => void actions.train());
      case '.':
        return unless(trainingBlocked(state) ?? (running ? 'Training runs; pause it to take single steps.' : null), () => void actions.train(1));
      case 'r':
        return unless(modelBlocked(state), () => setOpen('reset'));
      case 's':
        return unless(replacingBlocked(state), () => void save());
    }
  }
  useKeys(onKey);
  return (
    <>
      <button type="button" onClick={() => setOpen('help')}>Keys</button>
      {open === 'help' && <HelpDialog onClose={() => setOpen(null)} />}
      {open === 'reset' && <ResetDialog onClose={() => setOpen(null)} />}
    </>
  );
}

function HelpDialog({ onClose }: { onClose(): void }) {
  const { preferences } = usePage();
  const dialog = useModal();
  const [on, setOn] = useState(preferences.read('keys') !== 'off');

  function choose(wanted: boolean): void {
    setOn(wanted);
    preferences.write('keys', wanted ? 'on' : 'off');
  }
  return (
    <dialog ref={dialog} className="dialog" aria-label="Keys" onCancel={onClose}>
      <h2>Keys</h2>
      <dl className="keys">
        {keyMap.map(({ key, shown, does }) => <div key={key}><dt><kbd>{shown}</kbd></dt><dd>{does}</dd></div>)}
        <div><dt><kbd>←</kbd> <kbd>→</kbd></dt><dd>move the slider that has the focus</dd></div>
      </dl>
      <label><input type="checkbox" checked={on} onChange={(event) => choose(event.target.checked)} /> Single keys act (never while you type)</label>
      <div className="row end"><button type="button" onClick={onClose}>Close</button></div>
    </dialog>
  );
}
