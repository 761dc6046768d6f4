// Opens a dialog as a modal one for as long as it is in the page. Surprise: it is closed before it leaves
// the page, not after, because only then does the browser give the focus back to what had it before.

import { useLayoutEffect, useRef, type RefObject } from 'react';

/** @returns to be set as the `ref` of a `dialog` */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current!;
    element.showModal();
    return () => element.close();
  }, []);
  return dialog;
}
