// Asks before something is lost, with the browser's own modal dialog: it holds the focus, Escape
// declines, and the focus returns to the button that asked.

import { useModal } from './useModal';

interface ConfirmDialogProps {
  title: string;
  text: string;
  confirm: string;
  onConfirm(): void;
  onClose(): void;
}

export function ConfirmDialog({ title, text, confirm, onConfirm, onClose }: ConfirmDialogProps) {
  const dialog = useModal();

  function accept(): void {
    onClose();
    onConfirm();
  }
  return (
    <dialog ref={dialog} className="dialog" aria-label={title} onCancel={onClose}>
      <h2>{title}</h2>
      <p>{text}</p>
      <div className="row end">
        <button type="button" onClick={onClose}>Cancel</button>
        <button type="button" className="danger" onClick={accept}>{confirm}</button>
      </div>
    </dialog>
  );
}
