// A task under way: what it is, how far it is, as text and as a bar. It keeps its place while
// there is none, so that the panel does not jump.

import { useApp } from '../page';

export function ProgressLine({ label }: { label: string }) {
  const progress = useApp((state) => state.progress);
  return (
    <div className="progress-line" aria-live="polite">
      {progress && (
        <>
          <span>{progress.task}</span>
          <progress aria-label={label} max={progress.total} value={progress.done} />
          <span className="numeric">{`${progress.done} of ${progress.total}`}</span>
        </>
      )}
    </div>
  );
}
