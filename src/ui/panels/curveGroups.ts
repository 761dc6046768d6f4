// Which chart shows which loss term, by the paper's equations, and which shows what is measured
// besides, in words and in symbols.

import type { TdganConfig } from '../../config';
import type { Quantity } from '../../metrics';
import type { NetworkName } from '../networks';

export interface Curve {
  term: Quantity;
  title: string;
  formula: string;
  /** The network that learns from it, whose color the curve has. */
  network: NetworkName;
}

export interface CurveGroup {
  title: string;
  curves: Curve[];
  /** What its values tell and can be held against. */
  note?: (config: TdganConfig) => string;
}

const chance = (classes: number): string => `${(1 / classes).toFixed(2)} of ${classes} classes`;

export const curveGroups: CurveGroup[] = [
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
  {
    title: 'Accuracies',
    curves: [
      { term: 'classifierAccuracy', title: 'M_ER right', formula: 'M_ER(d_e) = y_e', network: 'classifier' },
      { term: 'expressionAccuracy', title: 'D_e right', formula: 'D_e(I_e) = y_e', network: 'head' },
      { term: 'faceAccuracy', title: 'D_f right', formula: 'D_f(I_f) = y_f', network: 'head' },
    ],
    note: ({ expressionClasses, faceClasses }) => 'Share of the batch’s real images, 0 to 1, whose expression (M_ER, D_e) or identity (D_f) is found, with dropout. '
      + `By chance: ${chance(expressionClasses)} for M_ER and D_e, ${chance(faceClasses + 1)} for D_f, whose last class is fake.`,
  },
  {
    title: 'Gradient norms',
    curves: [
      { term: 'generatorGradientNorm', title: 'G, norm', formula: '‖∇ Eq. 6 to 8‖', network: 'decoder' },
      { term: 'classifierGradientNorm', title: 'M_ER, norm', formula: '‖∇ its loss‖', network: 'classifier' },
      { term: 'faceDiscriminatorGradientNorm', title: 'D_f, norm', formula: '‖∇ its loss‖', network: 'head' },
      { term: 'expressionDiscriminatorGradientNorm', title: 'D_e, norm', formula: '‖∇ its loss‖', network: 'head' },
    ],
    note: () => 'Length (L2) of all gradients that one optimizer gets; G is E_f, E_e and D_g. Near 0, its networks no longer learn; a steep rise comes before a loss that explodes.',
  },
  {
    title: 'Effect of the expression',
    curves: [
      { term: 'expressionEffect', title: 'Effect on I_g', formula: 'mean |I_g − I_g′|', network: 'expression' },
    ],
    note: () => 'Mean difference of two drawings of the same face with another pair’s expression, of a pixel’s range 0 to 1; 0.004 is one gray level. Near 0, the expression is ignored. It takes a batch of 2 or more.',
  },
];
