// Where the studio's picture goes: into a slot, or into a training set; and what became of it.

import { replacingBlocked } from '../../store/selectors';
import { slotNames, type SlotName } from '../../store/state';
import { useActions, useApp } from '../page';

const slotWords: Record<SlotName, string> = {
  face: 'face', expression: 'expression', secondFace: 'second face', secondExpression: 'second expression',
};

export function StudioTargets() {
  const { useAs: giveTo, addToSet } = useActions();
  const note = useApp(({ studio }) => studio.note);
  const blocked = useApp(replacingBlocked);
  const loading = useApp(({ datasets }) => datasets.face.loading || datasets.expression.loading);
  const reason = blocked ?? (loading ? 'The training set is being read.' : null);
  return (
    <div className="studio-targets">
      <div className="studio-target">
        <span className="scene-label">Use as</span>
        <span className="studio-buttons">
          {slotNames.map((slot) => <button key={slot} type="button" aria-label={`Use as ${slotWords[slot]}`} onClick={() => void giveTo(slot)}>{slotWords[slot]}</button>)}
        </span>
      </div>
      <div className="studio-target">
        <span className="scene-label">Add to</span>
        <span className="studio-buttons">
          {(['face', 'expression'] as const).map((branch) => (
            <button key={branch} type="button" aria-label={`Add to ${branch} set`} disabled={reason !== null} onClick={() => void addToSet(branch)}>{`${branch} set`}</button>
          ))}
        </span>
      </div>
      {reason && <p className="quiet">{reason}</p>}
      <p className={note?.failed ? 'error' : 'quiet'} role="status" aria-label="What became of the picture">{note?.text}</p>
    </div>
  );
}
