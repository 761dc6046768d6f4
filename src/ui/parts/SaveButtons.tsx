// Saves pictures of the page as files: all of them as one PNG, or one after the other as GIF or WebM. What
// is saved is put together when it is asked for, and says on each picture what drew it.

import { useEffect, useId, useState } from 'react';
import { messageOf } from '../../store/errors';
import { download } from '../download';
import { useActions } from '../page';
import { toGif, toPng, type Sheet } from '../pictureExport';
import { toWebm, videoProblem } from '../videoExport';

interface SaveButtonsProps {
  /** Names buttons and files, such as "strip along the face axis". */
  what: string;
  /** Names the files, too, such as "step 12". */
  when: string;
  /** Offers the PNG. */
  sheet?: () => Sheet;
  /** Offers GIF and WebM; all of one size. */
  frames?: () => Sheet[];
  disabled?: boolean;
}

export function SaveButtons({ what, when, sheet, frames, disabled = false }: SaveButtonsProps) {
  const { report } = useActions();
  const [busy, setBusy] = useState(false);
  const problem = useVideoProblem();
  const problemId = useId();
  const blocked = disabled || busy;
  const name = `tdgan ${what} ${when}`.replaceAll(/[^\w.-]+/g, '-');
  async function save(make: () => Promise<Blob>, ending: string): Promise<void> {
    setBusy(true);
    try {
      download(await make(), `${name}.${ending}`);
    } catch (error) {
      report(`The ${what} could not be saved. ${messageOf(error)}`);
    } finally {
      setBusy(false);
    }
  }
  return (
    <span className="row">
      {sheet && <button type="button" disabled={blocked} aria-label={`Save the ${what} as PNG`} onClick={() => void save(() => toPng(sheet()), 'png')}>PNG</button>}
      {frames && (
        <>
          <button type="button" disabled={blocked} aria-label={`Save the ${what} as GIF`} onClick={() => void save(() => toGif(frames()), 'gif')}>GIF</button>
          <button
            type="button" disabled={blocked || problem !== null} aria-label={`Save the ${what} as WebM`} aria-describedby={problem ? problemId : undefined}
            onClick={() => void save(() => toWebm(frames()), 'webm')}
          >
            WebM
          </button>
          {problem && <span id={problemId} className="quiet">{problem}</span>}
        </>
      )}
    </span>
  );
}

/** Asked once for all buttons of the page. */
let asked: Promise<string | null> | null = null;

/** Why no WebM can be written; null where it can, an empty text until that is known. */
function useVideoProblem(): string | null {
  const [problem, setProblem] = useState<string | null>('');
  useEffect(() => {
    let gone = false;
    asked ??= videoProblem();
    void asked.then((found) => { if (!gone) setProblem(found); });
    return () => { gone = true; };
  }, []);
  return problem;
}
