// Whom the studio shows: the next stranger, back and forward among those seen, or a number. Surprise:
// the numbers offered are the face set's people, since only of them a full set takes more images.

import { useState } from 'react';
import { isSeed } from '../../store/url';
import { useActions, useApp } from '../page';

export function PersonPicker() {
  const { newPerson, personBefore, personAfter, choosePerson } = useActions();
  const { scene: { identity }, people, shown } = useApp((state) => state.studio);
  const [draft, setDraft] = useState<string | null>(null);
  const valid = draft === null || (draft.trim() !== '' && isSeed(Number(draft)));

  function commit(): void {
    if (draft === null || !valid) return;
    setDraft(null);
    if (Number(draft) !== identity) choosePerson(Number(draft));
  }
  return (
    <>
      <div className="studio-step">
        <button type="button" aria-label="Person before" title="The person shown before" disabled={shown <= 0} onClick={personBefore}>‹</button>
        <button type="button" className="primary" onClick={newPerson}>New person</button>
        <button type="button" aria-label="Person after" title="The person shown after this one" disabled={shown >= people.length - 1} onClick={personAfter}>›</button>
      </div>
      <div className="field inline">
        <label htmlFor="studio-person">Person</label>
        <input
          id="studio-person" type="number" min={0} step={1} value={draft ?? String(identity)} aria-invalid={!valid} aria-describedby="studio-person-note"
          list="studio-people"
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => event.key === 'Enter' && commit()}
        />
        <FaceSetPeople />
      </div>
      <p id="studio-person-note" className="setting-note">
        {!valid && <span className="error">A whole number from 0 to 4294967295. Not applied.</span>}
      </p>
    </>
  );
}

function FaceSetPeople() {
  const report = useApp(({ datasets }) => datasets.face.report);
  const numbers = (report?.classes ?? []).map(({ name }) => /^person (\d+)$/.exec(name)?.[1]).filter((number) => number !== undefined);
  return <datalist id="studio-people">{numbers.map((number) => <option key={number} value={number}>in the face set</option>)}</datalist>;
}
