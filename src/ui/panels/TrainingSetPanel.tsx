// The two training sets: the rendered people that come with the page, or folders of a person's own
// images, one folder per identity, one per expression.

import type { Branch } from '../../engine/engine';
import { replacingBlocked } from '../../store/selectors';
import { useActions, useApp } from '../page';
import { FolderDrop } from '../parts/FolderDrop';
import { Panel } from '../parts/Panel';
import { ProgressLine } from '../parts/ProgressLine';

const sets: { branch: Branch; title: string; hint: string }[] = [
  { branch: 'face', title: 'Face set', hint: 'One folder per person.' },
  { branch: 'expression', title: 'Expression set', hint: 'One folder per expression: surprise, fear, disgust, happiness, sadness, anger, neutral.' },
];

export function TrainingSetPanel() {
  const blocked = useApp(replacingBlocked);
  return (
    <Panel title="Training set" lead="As in the paper, one set teaches who a face is, the other which expression it wears. Use the demo faces, or drop folders of your own.">
      <DemoFaces blocked={blocked} />
      {sets.map((set) => <FolderDrop key={set.branch} {...set} />)}
      <p className="quiet reason">{blocked}</p>
    </Panel>
  );
}

function DemoFaces({ blocked }: { blocked: string | null }) {
  const { showDemo } = useActions();
  const { loading, error } = useApp((state) => state.demo);
  const reading = useApp(({ datasets }) => datasets.face.loading || datasets.expression.loading);
  return (
    <div className="demo-faces">
      <div className="row">
        <button type="button" disabled={blocked !== null || reading} onClick={() => void showDemo()}>Use demo faces</button>
        <span className="quiet">Synthetic: drawn people, no photographs.</span>
      </div>
      {loading && <ProgressLine label="Reading the demo faces" />}
      {error && <p className="error" role="alert">{error}</p>}
    </div>
  );
}
