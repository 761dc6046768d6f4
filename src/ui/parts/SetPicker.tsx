// Takes an image out of a loaded set: a dialog with the images of one class, page by page; a click
// takes one and closes it. Surprise: both sets are offered for every slot, since any face will do.

import { useEffect, useId, useState } from 'react';
import type { Branch, DatasetReport } from '../../engine/engine';
import { messageOf } from '../../store/errors';
import { setPageSize, type SetPicture } from '../../store/setImageActions';
import type { SlotName } from '../../store/state';
import { formatCount } from '../format';
import { useActions, useApp } from '../page';
import { PixelImage } from './PixelImage';
import { useModal } from './useModal';

interface SetPickerProps {
  slot: SlotName;
  /** The slot's title. */
  title: string;
  onClose(): void;
}

const setNames: Record<Branch, string> = { face: 'Face set', expression: 'Expression set' };

export function SetPicker({ slot, title, onClose }: SetPickerProps) {
  const dialog = useModal();
  const sets = useApp((state) => state.datasets);
  const own: Branch = slot === 'face' || slot === 'secondFace' ? 'face' : 'expression';
  const loaded = (['face', 'expression'] as const).filter((branch) => sets[branch].report !== null);
  const [wanted, setWanted] = useState<Branch>(loaded.includes(own) ? own : loaded[0] ?? own);
  const report = sets[wanted].report;
  return (
    <dialog ref={dialog} className="dialog set-picker" aria-label={`${title} from the training set`} onCancel={onClose}>
      <div className="row spread">
        <h2>{`${title} from the training set`}</h2>
        <button type="button" onClick={onClose}>Close</button>
      </div>
      <div className="row" role="group" aria-label="Set">
        {loaded.map((branch) => (
          <button key={branch} type="button" aria-pressed={branch === wanted} onClick={() => setWanted(branch)}>
            {`${setNames[branch]}, ${formatCount(sets[branch].report!.images)} images`}
          </button>
        ))}
      </div>
      {report
        ? <ClassPages key={wanted} slot={slot} report={report} onTaken={onClose} />
        : <p className="empty-state">No training set is loaded. Use the demo faces or drop folders in the panel Training set.</p>}
    </dialog>
  );
}

function ClassPages({ slot, report: { branch, classes }, onTaken }: { slot: SlotName; report: DatasetReport; onTaken(): void }) {
  const { readSetPage, fillSlotFromSet } = useActions();
  const [{ label, page }, setPlace] = useState({ label: 0, page: 0 });
  const [read, setRead] = useState<{ pictures: SetPicture[]; error: string | null }>({ pictures: [], error: null });
  const id = useId();
  useEffect(() => {
    let current = true;
    readSetPage({ branch, label, page }).then(
      (pictures) => current && setRead({ pictures, error: null }),
      (error: unknown) => current && setRead({ pictures: [], error: messageOf(error) }),
    );
    return () => {
      current = false;
    };
  }, [readSetPage, branch, label, page]);
  const { name, images } = classes[label]!;
  const pages = Math.max(1, Math.ceil(images / setPageSize));
  return (
    <>
      <div className="row">
        <div className="field inline">
          <label htmlFor={id}>{branch === 'face' ? 'Person' : 'Expression'}</label>
          <select id={id} value={label} onChange={(event) => setPlace({ label: Number(event.target.value), page: 0 })}>
            {classes.map((entry, index) => <option key={entry.name} value={index}>{`${entry.name} (${formatCount(entry.images)})`}</option>)}
          </select>
        </div>
        <button type="button" disabled={page === 0} onClick={() => setPlace({ label, page: page - 1 })}>Previous</button>
        <button type="button" disabled={page >= pages - 1} onClick={() => setPlace({ label, page: page + 1 })}>Next</button>
        <p className="quiet numeric" role="status">{`page ${page + 1} of ${pages}`}</p>
      </div>
      <p className="error" role="alert">{read.error}</p>
      <ul className="set-pictures" aria-label={`Images of ${name}`}>
        {read.pictures.map(({ number, picture }) => (
          <li key={number}>
            <button
              type="button" aria-label={`Take image ${number} of ${name}`}
              onClick={() => {
                onTaken();
                void fillSlotFromSet(slot, { branch, number, name: `${name} · image ${number}` });
              }}
            >
              <PixelImage picture={picture} label="" />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
