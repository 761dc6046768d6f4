// A place for one image: drop a file on it, paste while it has the focus, pick one, or take one of a set. It shows
// what the network will see, not the file. Surprise: a refused file changes nothing but the
// message; the image before it stays.

import { useId, useState, type ClipboardEvent } from 'react';
import type { SlotName } from '../../store/state';
import { useActions, useApp } from '../page';
import { networkColor, type NetworkName } from '../networks';
import { useDropTarget } from './dropTarget';
import { FileButton } from './FileButton';
import { NetworkBadge } from './NetworkBadge';
import { PixelImage } from './PixelImage';
import { SetPicker } from './SetPicker';

interface ImageSlotProps {
  slot: SlotName;
  title: string;
  /** The paper's symbol of this image. */
  symbol: string;
  network: NetworkName;
}

export function ImageSlot({ slot, title, symbol, network }: ImageSlotProps) {
  const { image, reading, error } = useApp((state) => state.slots[slot]);
  const { fillSlot, refuseSlot, clearSlot } = useActions();
  const [picking, setPicking] = useState(false);
  const errorId = useId();

  function take(file: File | undefined, otherwise: string): void {
    if (file) void fillSlot(slot, file, file.name);
    else refuseSlot(slot, otherwise);
  }
  const drop = useDropTarget(({ dataTransfer }) => {
    if (dataTransfer.items[0]?.webkitGetAsEntry()?.isDirectory) {
      refuseSlot(slot, 'That is a folder. Drop one image of it here; folders of images go to the training set.');
    } else take(dataTransfer.files[0], 'What was dropped is no file. Save the image first, then drop the file.');
  });

  function paste(event: ClipboardEvent): void {
    event.preventDefault();
    take(event.clipboardData.files[0], 'The clipboard holds no image.');
  }
  return (
    <div
      className={drop.hovered ? 'slot hovered' : 'slot'}
      style={{ '--slot-color': networkColor(network) }}
      role="group"
      aria-label={title}
      aria-busy={reading}
      aria-describedby={error ? errorId : undefined}
      tabIndex={0}
      onPaste={paste}
      {...drop.handlers}
    >
      <p className="slot-title"><NetworkBadge network={network} symbol={symbol} /> {title}</p>
      <div className="slot-picture">
        {image
          ? <PixelImage picture={image.picture} label={`${title} as the network sees it: ${image.name}`} />
          : <p className="slot-empty">{reading ? 'Reading the image' : 'Drop or paste an image here, choose a file, or take one from the training set'}</p>}
        {(image?.scene || image?.synthetic) && <span className="tag">synthetic</span>}
      </div>
      <p className="slot-name" title={image?.name}>{image?.name ?? 'no image yet'}</p>
      <div className="row">
        <FileButton label={`Choose ${title.toLowerCase()}`} text="File" accept="image/*" onFiles={(files) => files[0] && take(files[0], '')} />
        <button type="button" aria-label={`${title} from the training set`} onClick={() => setPicking(true)}>Set</button>
        <button type="button" aria-label={`Clear ${title.toLowerCase()}`} disabled={!image && !error} onClick={() => clearSlot(slot)}>Clear</button>
      </div>
      <p id={errorId} className="error" role="alert">{error}</p>
      {picking && <SetPicker slot={slot} title={title} onClose={() => setPicking(false)} />}
    </div>
  );
}
