// A file picker that looks like a button and stays a real, keyboard-usable file input. Surprise:
// its value is emptied before it opens, or picking the same file twice would do nothing.

import type { ChangeEvent } from 'react';

interface FileButtonProps {
  /** The input's accessible name. */
  label: string;
  /** Shorter words for the eye, where the surroundings say the rest. */
  text?: string;
  accept?: string;
  multiple?: boolean;
  /** Pick whole folders. */
  folder?: boolean;
  disabled?: boolean;
  onFiles(files: File[], event: Event): void;
}

export function FileButton({ label, text = label, accept, multiple, folder, disabled, onFiles }: FileButtonProps) {
  function pick(event: ChangeEvent<HTMLInputElement>): void {
    onFiles(Array.from(event.target.files ?? []), event.nativeEvent);
  }
  return (
    <label className={disabled ? 'button file-button disabled' : 'button file-button'}>
      <input
        type="file"
        aria-label={label}
        accept={accept}
        multiple={multiple || folder}
        {...(folder ? { webkitdirectory: '' } : {})}
        disabled={disabled}
        onClick={(event) => { event.currentTarget.value = ''; }}
        onChange={pick}
      />
      {text}
    </label>
  );
}
