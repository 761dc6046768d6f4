// How well the present weights transfer, on people whom no training set has and whose right answer is
// known. Every number stands beside those of two answers that need no network, and of the truth.

import { useState } from 'react';
import type { TruthGroup } from '../../engine/engine';
import { replacingBlocked } from '../../store/selectors';
import type { EvaluationChoice } from '../../store/state';
import { formatPlural } from '../format';
import { useActions, useApp } from '../page';
import { Panel } from '../parts/Panel';
import { ProgressLine } from '../parts/ProgressLine';
import { ConfusionTable } from './ConfusionTable';
import { TransferScoresTable } from './TransferScoresTable';

export const groupWords: Record<TruthGroup, string> = {
  test: 'test people', heldOut: 'people with a hair style or skin never trained on',
};

const mostPairs = 400;

export function TransferScoresPanel() {
  const running = useApp(({ activity }) => activity === 'evaluating');
  const { result, error } = useApp((state) => state.evaluation);
  const source = result && [
    `step ${result.step}`, `${result.imageSize} px`, `${formatPlural(result.pairs, 'pair')} of ${groupWords[result.group]}`, `noise seed ${result.noiseSeed}`,
  ].join(' · ');
  return (
    <Panel
      title="Transfer scores" className="transfer-scores" source={source}
      lead="Transfers between drawn people whom no training set has, held against the true picture of the same person with the other’s expression."
    >
      <EvaluationForm running={running} />
      {running && <ProgressLine label="Evaluation progress" />}
      {error && <p role="alert" className="error">{error}</p>}
      {result && <TransferScoresTable result={result} />}
      {result?.confusion && (
        <div className="confusions">
          <ConfusionTable title="What the judge sees in the generated images" counts={result.confusion.generated} />
          <ConfusionTable title="What the judge sees in the true images" counts={result.confusion.truth} />
        </div>
      )}
    </Panel>
  );
}

function EvaluationForm({ running }: { running: boolean }) {
  const { evaluateTransfer, cancelEvaluation } = useActions();
  const blocked = useApp(replacingBlocked);
  const [choice, setChoice] = useState<EvaluationChoice>({ group: 'test', pairs: 100, judges: true });
  const validPairs = Number.isInteger(choice.pairs) && choice.pairs >= 1 && choice.pairs <= mostPairs;
  const reason = running ? '' : blocked ?? (validPairs ? '' : `The number of pairs is a whole number from 1 to ${mostPairs}.`);
  return (
    <form aria-label="Transfer scores settings" onSubmit={(event) => event.preventDefault()}>
      <div className="row">
        <div className="field inline stretch">
          <label htmlFor="scores-group">People</label>
          <select id="scores-group" value={choice.group} onChange={(event) => setChoice({ ...choice, group: event.target.value as TruthGroup })}>
            {(Object.keys(groupWords) as TruthGroup[]).map((group) => <option key={group} value={group}>{groupWords[group]}</option>)}
          </select>
        </div>
        <div className="field inline">
          <label htmlFor="scores-pairs">Pairs</label>
          <input
            id="scores-pairs" type="number" min={1} max={mostPairs} value={Number.isNaN(choice.pairs) ? '' : choice.pairs} aria-invalid={!validPairs}
            onChange={(event) => setChoice({ ...choice, pairs: event.target.valueAsNumber })}
          />
        </div>
        <label>
          <input type="checkbox" checked={choice.judges} onChange={(event) => setChoice({ ...choice, judges: event.target.checked })} />
          Ask the judges, too
        </label>
        <button type="submit" className="primary" disabled={blocked !== null || !validPairs} onClick={() => void evaluateTransfer(choice)}>Score the transfer</button>
        <button type="button" disabled={!running} onClick={() => void cancelEvaluation()}>Cancel</button>
      </div>
      <p className="quiet reason">{reason}</p>
    </form>
  );
}
