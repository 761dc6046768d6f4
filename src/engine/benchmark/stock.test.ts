// The stock model must be the same model, or a comparison with it says nothing: its losses over two
// steps, the update between them included, are those of our step.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { expectClose } from '../../../e2e/support/expectClose';
import { smallestConfig } from '../../../e2e/support/smallest';
import { presets } from '../../config';
import { registerComposedFilterGradient, registerComposedInputGradient } from '../../kernels/convGradients';
import { readTerms } from '../../training/reporter';
import { Trainer } from '../../training/trainer';
import { randomBatch, randomPairs } from './batch';
import { createStockTrainer, disposeStockTrainer, stockStep, type StockLosses } from './stock';

const { config } = presets.tiny;
const settings = { ...presets.paper.training, batchSize: 2, dropout: 0, faceDiscriminatorEvery: 2, expressionDiscriminatorEvery: 2 };

beforeAll(async () => {
  await tf.setBackend('cpu');
  registerComposedFilterGradient('cpu');
  registerComposedInputGradient('cpu');
});

it('has the losses of our step, with discriminator updates and without', async () => {
  const ours = new Trainer(config, settings);
  const stock = createStockTrainer(config, settings.seed);
  const batch = randomBatch(ours, 2);
  try {
    for (const step of [0, 1]) {
      const due = { face: step === 0, expression: step === 0 };
      const [terms] = await readTerms([{ terms: ours.takeStep(batch) }]);
      const losses = await read(stockStep(stock, batch, { due, dropout: 0, noises: batch.noises }));
      const { mExpression, dFaceReal, dFaceFake, dExpression, gTotal } = terms!;
      expect(Object.keys(losses)).toHaveLength(due.face ? 4 : 2);
      expectClose([losses.expressionClassifier!], [mExpression!], 1e-4);
      expectClose([losses.generator!], [gTotal!], 1e-4);
      if (!due.face) continue;
      expectClose([losses.faceDiscriminator!], [dFaceReal! + dFaceFake!], 1e-4);
      expectClose([losses.expressionDiscriminator!], [dExpression!], 1e-4);
    }
  } finally {
    ours.dispose();
    disposeStockTrainer(stock);
  }
});

it('leaves no tensor behind', () => {
  const stock = createStockTrainer(smallestConfig, 1);
  const batch = randomPairs(smallestConfig, 1);
  const step = () => tf.dispose(stockStep(stock, batch, { due: { face: true, expression: true }, dropout: 0.5, noises: null }) as tf.NamedTensorMap);
  step(); // Adam's moments are made
  const before = tf.memory().numTensors;
  step();
  expect(tf.memory().numTensors).toBe(before);
  disposeStockTrainer(stock);
  tf.dispose({ ...batch });
});

async function read(losses: StockLosses): Promise<Partial<Record<keyof StockLosses, number>>> {
  const entries = await Promise.all(Object.entries(losses).map(async ([group, loss]) => [group, (await loss.data())[0]!] as const));
  tf.dispose(losses as tf.NamedTensorMap);
  return Object.fromEntries(entries);
}
