// Takes a folder of class folders for one branch and shows what came of it: classes, counts, and
// every file that was left out with its reason. Surprise: a dropped folder must be opened within
// the drop event, so the event itself goes to file-selector.

import { useId } from 'react';
import { fromEvent, type FileWithPath } from 'file-selector';
import type { Branch, DatasetReport, ImageFile } from '../../engine/engine';
import { messageOf } from '../../store/errors';
import { replacingBlocked } from '../../store/selectors';
import { formatPlural } from '../format';
import { networkColor } from '../networks';
import { useActions, useApp } from '../page';
import { useDropTarget } from './dropTarget';
import { FileButton } from './FileButton';
import { NetworkBadge } from './NetworkBadge';
import { ProgressLine } from './ProgressLine';

export function FolderDrop({ branch, title, hint }: { branch: Branch; title: string; hint: string }) {
  const { report, loading, error } = useApp((state) => state.datasets[branch]);
  const blocked = useApp(replacingBlocked);
  const demoLoading = useApp(({ demo }) => demo.loading);
  const { loadDataset, report: alert } = useActions();
  const errorId = useId();

  async function load(event: Event): Promise<void> {
    if (blocked) return alert(`The ${title.toLowerCase()} was not replaced. ${blocked}`);
    try {
      await loadDataset(branch, (await fromEvent(event)).filter((item) => item instanceof File).map(toImageFile));
    } catch (problem) {
      alert(`What was dropped could not be read: ${messageOf(problem)}`);
    }
  }
  const drop = useDropTarget((event) => void load(event.nativeEvent));
  return (
    <div
      className={drop.hovered ? 'folder hovered' : 'folder'}
      style={{ '--slot-color': networkColor(branch) }}
      role="group"
      aria-label={title}
      aria-busy={loading}
      aria-describedby={error ? errorId : undefined}
      {...drop.handlers}
    >
      <div className="folder-head">
        <h3><NetworkBadge network={branch} /> {title}</h3>
        <FileButton label={`Choose ${title.toLowerCase()} folder`} text="Choose" folder disabled={loading || blocked !== null} onFiles={(_, event) => void load(event)} />
      </div>
      {report ? <DatasetSummary report={report} /> : <p className="quiet">{`Drop a folder here. ${hint}`}</p>}
      {loading && !demoLoading && <ProgressLine label={`Reading the ${title.toLowerCase()}`} />}
      <p id={errorId} className="error" role="alert">{error}</p>
    </div>
  );
}

function DatasetSummary({ report }: { report: DatasetReport }) {
  const filled = report.classes.filter(({ images }) => images > 0).length;
  return (
    <>
      <p className="folder-summary" role="status">
        {`${formatPlural(report.images, 'image')} in ${formatPlural(filled, 'class', 'classes')}`}
        {report.synthetic && <> <span className="tag inline">synthetic</span></>}
      </p>
      <ul className="classes" aria-label="Classes" tabIndex={0}>
        {report.classes.map(({ name, images }) => <li key={name} className={images === 0 ? 'quiet' : ''}>{name} <span className="numeric">× {images}</span></li>)}
      </ul>
      {report.skipped.length > 0 && (
        <details>
          <summary>{`${formatPlural(report.skipped.length, 'file')} left out`}</summary>
          <ul className="skipped">
            {report.skipped.map(({ path, reason }) => <li key={path}><code>{path}</code>: {reason}</li>)}
          </ul>
        </details>
      )}
    </>
  );
}

/** file-selector writes "./a/b.png" or "/a/b.png"; the engine expects "a/b.png". */
function toImageFile(file: FileWithPath): ImageFile {
  const path = file.relativePath ?? file.path ?? file.name;
  return { path: path.replace(/^\.?\//, ''), blob: file };
}
