// What training a model will ask of this device, known before it is made: memory, and time as far as
// steps were timed in this visit, for which there is a button, too. Surprise: everything keeps its
// place while nothing is known, since the whole page stands below it.

import type { Preset } from '../../config';
import { estimateMemory } from '../../memory';
import { measuringBlocked } from '../../store/selectors';
import { expectedStepMs, onProcessor } from '../../store/speed';
import { formatBytes, formatCount } from '../format';
import { useActions, useApp } from '../page';
import { ProgressLine } from '../parts/ProgressLine';
import { formatRoughly, formatTwoDigits, goalOf, speedSource } from './speedWords';

const unknown = '–';

export function NeedEstimate({ of: { config, training } }: { of: Preset }) {
  const { measured, error } = useApp(({ trainingBar }) => trainingBar.speed);
  const { batchSize } = training;
  const goal = goalOf(config);
  const stepMs = measured && expectedStepMs(measured, config, training);
  const about = (text: string) => `about ${text}`;
  return (
    <div className="estimate" role="group" aria-label="What training needs">
      <dl>
        <Estimate name={`Memory, batch ${batchSize}`} value={about(formatBytes(estimateMemory(config, batchSize).totalBytes))} />
        <Estimate name="Time per step" value={stepMs === null ? unknown : about(formatRoughly(stepMs))} />
        <Estimate name="Pace" value={stepMs === null ? unknown : about(`${formatTwoDigits((1000 * batchSize) / stepMs)} images/s`)} />
        <Estimate name={`${formatCount(goal.steps)} steps, ${goal.words}`} value={stepMs === null ? unknown : about(formatRoughly(goal.steps * stepMs))} />
      </dl>
      <Measure source={measured && speedSource(measured, config, batchSize)} />
      {error && <p role="alert" className="error">{error}</p>}
    </div>
  );
}

function Estimate({ name, value }: { name: string; value: string }) {
  return <div><dt>{name}</dt><dd className="numeric">{value}</dd></div>;
}

/** @param source where the speed comes from; null where there is none */
function Measure({ source }: { source: string | null }) {
  const { measureSpeed, cancelBenchmark } = useActions();
  const running = useApp(({ activity }) => activity === 'benchmarking');
  const blocked = useApp(measuringBlocked);
  const slow = useApp(({ device }) => device !== null && onProcessor(device));
  if (running) {
    return (
      <div className="estimate-source">
        <button type="button" onClick={() => void cancelBenchmark()}>Cancel</button>
        <ProgressLine label="Progress of the measurement" />
      </div>
    );
  }
  return (
    <div className="estimate-source">
      <button type="button" disabled={blocked !== null} onClick={() => void measureSpeed()}>Measure speed</button>
      <p className="quiet numeric">{source ?? `Speed not measured yet${blocked || !slow ? '' : '; without a GPU it takes up to a minute'}. ${blocked ?? ''}`.trim()}</p>
    </div>
  );
}
