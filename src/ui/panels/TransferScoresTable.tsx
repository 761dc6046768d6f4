// The scores as a table: a row per score with what it means, a column per answer. Surprise: the best
// of the three answers is marked, and before training that is one of the trivial ones.

import type { TransferEvaluation, TransferScores } from '../../engine/engine';
import { formatScore, scoreWords, type ScoreName } from './scoreWords';

const answers = ['generated', 'face', 'expression'] as const;
type Answer = (typeof answers)[number];
const answerWords: Record<Answer, string> = { generated: 'Generated', face: 'The face image itself', expression: 'The expression image itself' };

/** What the true image scores against itself. */
const perfect: Partial<TransferScores> = { l1: 0, ssim: 1, l1Changed: 0, ssimChanged: 1, changeCosine: 1 };

export function TransferScoresTable({ result }: { result: TransferEvaluation }) {
  const shown = scoreWords.filter(({ key }) => answers.some((answer) => result[answer][key] !== null));
  return (
    <div className="scores-table">
      <table className="data" aria-label="Transfer scores">
        <thead>
          <tr>
            <td />
            {answers.map((answer) => <th key={answer} scope="col">{answerWords[answer]}</th>)}
            <th scope="col">Truth</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ key, title, better, note }) => {
            const best = bestAnswer(result, key, better);
            return (
              <tr key={key}>
                <th scope="row"><strong>{title}</strong> <span aria-hidden="true">{better === 'more' ? '↑' : '↓'}</span><span className="quiet">{note}</span></th>
                {answers.map((answer) => (
                  <td key={answer} className={answer === best ? 'numeric best' : 'numeric'}>{`${answer === best ? '▸ ' : ''}${formatScore(key, result[answer][key])}`}</td>
                ))}
                <td className="numeric">{formatScore(key, truthScore(result, key))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="quiet">↑ more is better, ↓ less is better. ▸ marks the best of the three answers. The last column is what the true image scores: judges err on that, too, and more on small pictures.</p>
    </div>
  );
}

function truthScore({ truth }: TransferEvaluation, key: ScoreName): number | null {
  return key === 'expressionAccuracy' || key === 'identitySimilarity' ? truth[key] : perfect[key]!;
}

function bestAnswer(result: TransferEvaluation, key: ScoreName, better: 'less' | 'more'): Answer | null {
  const scored = answers.filter((answer) => result[answer][key] !== null);
  const sign = better === 'more' ? 1 : -1;
  return scored.sort((a, b) => sign * (result[b][key]! - result[a][key]!))[0] ?? null;
}
