// Runs the training, and says where it stands: buttons, readouts, warm-up, settings.

import { datasetLabel } from '../../store/selectors';
import { useApp } from '../page';
import { Symbols } from '../parts/NetworkBadge';
import { Panel } from '../parts/Panel';
import { ProgressLine } from '../parts/ProgressLine';
import { HealthList } from './HealthList';
import { SettingsForm } from './SettingsForm';
import { SlowMotionSteps } from './SlowMotionSteps';
import { TrainingButtons } from './TrainingButtons';
import { TrainingReadouts } from './TrainingReadouts';

const lead = 'Each step lets the generator learn Eq. 6 to 8 and M_ER its cross entropy, as in the paper’s section on training. '
  + 'D_f and D_e learn whenever their gap has passed.';

export function TrainingPanel() {
  const source = useApp(datasetLabel);
  return (
    <Panel title="Training" source={source} lead={<Symbols text={lead} />}>
      <TrainingButtons />
      <TrainingReadouts />
      <SlowMotionSteps />
      <HealthList />
      <WarmUp />
      <SettingsForm />
    </Panel>
  );
}

/** Also shown while the model is made or weights travel: whatever reports progress outside the training sets. */
function WarmUp() {
  const readingSet = useApp(({ datasets }) => datasets.face.loading || datasets.expression.loading);
  const silent = useApp(({ status, progress }) => status.state === 'warming' && !progress);
  if (silent) return <p className="progress-line">Preparing the first step</p>;
  return readingSet ? <div className="progress-line" /> : <ProgressLine label="Warm-up progress" />;
}
