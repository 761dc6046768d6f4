// What each score of a transfer says, in plain words, in the order in which they are shown.

import type { TransferScores } from '../../engine/engine';
import { formatPercent } from '../format';

export type ScoreName = keyof TransferScores;

export const scoreWords: { key: ScoreName; title: string; better: 'less' | 'more'; note: string }[] = [
  {
    key: 'changeCosine', title: 'Direction of the change', better: 'more',
    note: 'Does the face change the way it should? 1: exactly that way; 0: the change has nothing to do with it; −1: the opposite. The face itself changes nothing.',
  },
  {
    key: 'l1Changed', title: 'L1 where it changes', better: 'less',
    note: 'Mean difference in gray, of 1, over the pixels that the expression truly changes: mostly mouth, eyes and brows.',
  },
  {
    key: 'ssimChanged', title: 'SSIM where it changes', better: 'more',
    note: 'Likeness of structure over the same pixels: 1 is the same picture.',
  },
  {
    key: 'l1', title: 'L1', better: 'less',
    note: 'Mean difference in gray over the whole picture. It says little of the transfer: copying the face already scores well.',
  },
  { key: 'ssim', title: 'SSIM', better: 'more', note: 'Likeness of structure over the whole picture: 1 is the same picture.' },
  {
    key: 'expressionAccuracy', title: 'Expression seen', better: 'more',
    note: 'In how many of the pictures a judge, trained on photographs by others, sees the expression of the expression image.',
  },
  {
    key: 'identitySimilarity', title: 'Same person', better: 'more',
    note: 'How alike another such judge finds the people of picture and face image: 1 is the very same.',
  },
];

export function formatScore(key: ScoreName, value: number | null): string {
  if (value === null) return '–';
  if (key === 'expressionAccuracy') return formatPercent(value);
  return value.toFixed(3).replace('-', '−');
}
