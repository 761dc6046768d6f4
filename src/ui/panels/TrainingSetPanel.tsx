// The two training sets, from folders of images: one folder per identity, one per expression.

import type { Branch } from '../../engine/engine';
import { replacingBlocked } from '../../store/selectors';
import { useApp } from '../page';
import { FolderDrop } from '../parts/FolderDrop';
import { Panel } from '../parts/Panel';

const sets: { branch: Branch; title: string; hint: string }[] = [
  { branch: 'face', title: 'Face set', hint: 'One folder per person.' },
  { branch: 'expression', title: 'Expression set', hint: 'One folder per expression: surprise, fear, disgust, happiness, sadness, anger, neutral.' },
];

export function TrainingSetPanel() {
  const blocked = useApp(replacingBlocked);
  return (
    <Panel title="Training set" lead="Two folders of images. The people of the two sets need not be the same.">
      {sets.map((set) => <FolderDrop key={set.branch} {...set} />)}
      <p className="quiet reason">{blocked}</p>
    </Panel>
  );
}
