// The generated face against the picture that would be right, where both images are drawn people: the
// true picture, the difference, and how large it is. Surprise: it is there from the first transfer on,
// for before training it shows what there is to learn.

import type { ReactNode } from 'react';
import type { TruthResult } from '../../store/state';
import { comparableSlots } from '../../store/truth';
import { useActions, useApp } from '../page';
import { PixelImage } from '../parts/PixelImage';
import { scoreWords, formatScore } from './scoreWords';

/** @param children other controls of the same row */
export function TruthComparison({ children }: { children: ReactNode }) {
  const { wanted, result, error } = useApp((state) => state.truth);
  const possible = useApp((state) => comparableSlots(state) !== null);
  const { compareWithTruth } = useActions();
  return (
    <div className="truth" role="group" aria-label="Comparison with the truth">
      <div className="row">
        {children}
        <label>
          <input type="checkbox" checked={wanted} onChange={(event) => compareWithTruth(event.target.checked)} />
          {' '}Compare with the truth
        </label>
        {wanted && !possible && <span className="quiet">Needs people of the studio in both slots: of a photograph nobody knows the right answer.</span>}
      </div>
      <p className="error" role="alert">{error}</p>
      {result && <TruthPictures result={result} />}
    </div>
  );
}

function TruthPictures({ result: { truth, difference, scores, step } }: { result: TruthResult }) {
  return (
    <div className="truth-result">
      <figure>
        <PixelImage picture={truth} label="The true image" />
        <figcaption>Truth: this person, that expression</figcaption>
      </figure>
      <figure>
        <PixelImage picture={difference} label={`Difference from the truth at step ${step}`} />
        <figcaption>Difference: black is right</figcaption>
      </figure>
      <dl aria-label="Scores against the truth">
        {scoreWords.filter(({ key }) => key in scores).map(({ key, title, note }) => (
          <div key={key} title={note}>
            <dt>{title}</dt>
            <dd className="numeric">{formatScore(key, scores[key as keyof typeof scores])}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
