// Saves pictures of the page as files: all of them as one PNG, a walk through them as a GIF.

import type { Picture } from '../../store/state';
import { messageOf } from '../../store/errors';
import { download } from '../download';
import { useActions } from '../page';
import { toGif, toPng } from '../pictureExport';

interface SaveButtonsProps {
  /** Names buttons and files, such as "strip along the face axis". */
  what: string;
  pictures: readonly Picture[];
  columns: number;
  step: number;
  /** Offer the GIF, too. */
  animated?: boolean;
}

export function SaveButtons({ what, pictures, columns, step, animated = false }: SaveButtonsProps) {
  const { report } = useActions();
  const name = `tdgan ${what}, step ${step}`.replaceAll(' ', '-').replaceAll(',', '');
  async function save(make: () => Blob | Promise<Blob>, ending: string): Promise<void> {
    try {
      download(await make(), `${name}.${ending}`);
    } catch (error) {
      report(`The ${what} could not be saved. ${messageOf(error)}`);
    }
  }
  return (
    <span className="row">
      <button type="button" aria-label={`Save the ${what} as PNG`} onClick={() => void save(() => toPng(pictures, { columns, step }), 'png')}>PNG</button>
      {animated && <button type="button" aria-label={`Save the ${what} as GIF`} onClick={() => void save(() => toGif(pictures, { step }), 'gif')}>GIF</button>}
    </span>
  );
}
