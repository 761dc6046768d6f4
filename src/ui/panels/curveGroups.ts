// Which chart shows which loss term, by the paper's equations, in words and in symbols.

import type { LossTerm } from '../../metrics';
import type { NetworkName } from '../networks';

export interface Curve {
  term: LossTerm;
  title: string;
  formula: string;
  /** The network that learns from it, whose color the curve has. */
  network: NetworkName;
}

export const curveGroups: { title: string; curves: Curve[] }[] = [
  {
    title: 'Eq. 6, adversarial classification',
    curves: [
      { term: 'gFace', title: 'Identity', formula: 'CE(D_f(I_g), y_f)', network: 'decoder' },
      { term: 'gExpression', title: 'Expression', formula: 'CE(D_e(I_g), y_e)', network: 'decoder' },
    ],
  },
  {
    title: 'Eq. 7, dual image consistency',
    curves: [
      { term: 'gConsistencyFace', title: 'I_f again', formula: '|G(I_g, I_f) − I_f|', network: 'decoder' },
      { term: 'gConsistencyExpression', title: 'I_e again', formula: '|G(I_e, I_g) − I_e|', network: 'decoder' },
    ],
  },
  {
    title: 'Eq. 8, perceptual, and the total',
    curves: [
      { term: 'gPerceptual', title: 'Perceptual', formula: '(d(I_g) − d(I_f))²', network: 'decoder' },
      { term: 'gTotal', title: 'Total', formula: 'weighted Eq. 6 to 8', network: 'decoder' },
    ],
  },
  {
    title: 'Expression classifier and D_e',
    curves: [
      { term: 'mExpression', title: 'M_ER', formula: 'CE(M_ER(d_e), y_e)', network: 'classifier' },
      { term: 'dExpression', title: 'D_e, real', formula: 'CE(D_e(I_e), y_e)', network: 'head' },
    ],
  },
  {
    title: 'Face discriminator',
    curves: [
      { term: 'dFaceReal', title: 'D_f, real', formula: 'CE(D_f(I_f), y_f)', network: 'head' },
      { term: 'dFaceFake', title: 'D_f, fake', formula: 'CE(D_f(I_g), fake)', network: 'head' },
    ],
  },
];
