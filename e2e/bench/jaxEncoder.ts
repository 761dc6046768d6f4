// The encoder's forward pass and its gradients in jax-js, jitted, with the weights of our records:
// the peer on WebGPU. Images are NCHW and kernels OIHW there. Surprise: jax-js counts references,
// and an array that is handed on without `.ref` is gone.

import { blockUntilReady, defaultDevice, init, jit, lax, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import * as tf from '@tensorflow/tfjs';
import type { TdganConfig } from '../../src/config';
import { randomImages } from '../../src/engine/benchmark/batch';
import type { Contender } from '../../src/engine/benchmark/contenders';
import { createEncoder } from '../../src/model/encoder';
import { createInitializer, type ConvBias, type ConvNormRelu } from '../../src/model/layers';

type ConvNorm = { kernel: np.Array; gain: np.Array; offset: np.Array };
type Mix = { kernel: np.Array; bias: np.Array };
type Block = { branch0: ConvNorm[]; branch1: ConvNorm[]; branch2: ConvNorm[]; mix: Mix };
type Weights = { conv1: ConvNorm; conv2: ConvNorm; blocks: Block[]; conv3: ConvNorm; conv4: ConvNorm };

const mapAxes: [number, number] = [2, 3];

function convNormRelu({ kernel, gain, offset }: ConvNorm, x: np.Array): np.Array {
  const z = lax.conv(x, kernel, [1, 1], 'SAME');
  const centered = z.ref.sub(np.mean(z, mapAxes, { keepdims: true }));
  const variance = np.mean(np.square(centered.ref), mapAxes, { keepdims: true });
  const channels = (vector: np.Array) => vector.reshape([1, -1, 1, 1]);
  return nn.relu(centered.div(np.sqrt(variance.add(1e-3))).mul(channels(gain)).add(channels(offset)));
}

/** 3x3 with stride 2. Its input is not negative, so a row and a column of zeros pad it as -Infinity would. */
function maxPool(x: np.Array): np.Array {
  return lax.reduceWindow(np.pad(x, [[0, 0], [0, 0], [0, 1], [0, 1]]), (window) => np.max(window), [3, 3], [2, 2]);
}

function inceptionResidual({ branch0, branch1, branch2, mix }: Block, x: np.Array): np.Array {
  const path = (layers: ConvNorm[], start: np.Array) => layers.reduce((out, layer) => convNormRelu(layer, out), start);
  const joined = np.concatenate([path(branch0, x.ref), path(branch1, x.ref), path(branch2, x.ref)], 1);
  const mixed = lax.conv(joined, mix.kernel, [1, 1], 'SAME').add(mix.bias.reshape([1, -1, 1, 1]));
  return nn.relu(x.add(mixed.mul(0.17)));
}

function meanSquareFeatures(weights: Weights, images: np.Array): np.Array {
  let x = maxPool(convNormRelu(weights.conv1, images));
  x = maxPool(convNormRelu(weights.conv2, x));
  for (const block of weights.blocks) x = inceptionResidual(block, x);
  x = maxPool(convNormRelu(weights.conv4, maxPool(convNormRelu(weights.conv3, x))));
  return np.mean(np.square(x));
}

/** @throws Error where jax-js finds no WebGPU */
export async function jaxEncoder(config: TdganConfig, batch: number): Promise<Contender> {
  if (!(await init('webgpu')).includes('webgpu')) throw new Error('jax-js found no WebGPU here.');
  defaultDevice('webgpu');
  const weights = await weightsOf(config);
  const images = randomImages(config, batch, 0);
  const input = await toJax(images, [0, 3, 1, 2]);
  images.dispose();
  const pass = jit(valueAndGrad(meanSquareFeatures));
  let last: [np.Array, Weights] | null = null;
  const drop = () => {
    last?.[0].dispose();
    if (last) eachArray(last[1], (array) => array.dispose());
    last = null;
  };
  return {
    who: 'jax-js',
    prepare: async () => undefined,
    issue: () => {
      drop();
      eachArray(weights, (array) => array.ref); // the pass takes one reference of each
      last = pass(weights, input.ref) as [np.Array, Weights];
    },
    settle: async () => void await blockUntilReady(last!),
    loss: async () => (await last![0].ref.data() as Float32Array)[0]!,
    heldBytes: () => 0,
    dispose: () => {
      drop();
      eachArray(weights, (array) => array.dispose());
      input.dispose();
    },
  };
}

function eachArray(tree: object, visit: (array: np.Array) => void): void {
  for (const value of Object.values(tree) as object[]) {
    if (value instanceof np.Array) visit(value);
    else eachArray(value, visit);
  }
}

async function toJax(tensor: tf.Tensor, order?: number[]): Promise<np.Array> {
  const moved = order ? tf.transpose(tensor, order) : tensor.clone();
  const values = await moved.data<'float32'>();
  moved.dispose();
  return np.array(Float32Array.from(values)).reshape(moved.shape);
}

/** The weights that our encoder and stock tfjs's start with. */
async function weightsOf(config: TdganConfig): Promise<Weights> {
  const encoder = createEncoder(config, createInitializer(1));
  const kernel = (tensor: tf.Tensor) => toJax(tensor, [3, 2, 0, 1]);
  const convNorm = async (layer: ConvNormRelu): Promise<ConvNorm> =>
    ({ kernel: await kernel(layer.kernel), gain: await toJax(layer.gain), offset: await toJax(layer.offset) });
  const mix = async (layer: ConvBias): Promise<Mix> => ({ kernel: await kernel(layer.kernel), bias: await toJax(layer.bias) });
  const all = (layers: ConvNormRelu[]) => Promise.all(layers.map(convNorm));
  const weights: Weights = {
    conv1: await convNorm(encoder.conv1), conv2: await convNorm(encoder.conv2),
    blocks: await Promise.all(encoder.blocks.map(async (block) => ({
      branch0: await all(block.branch0), branch1: await all(block.branch1), branch2: await all(block.branch2), mix: await mix(block.mix),
    }))),
    conv3: await convNorm(encoder.conv3), conv4: await convNorm(encoder.conv4),
  };
  tf.dispose(encoder as unknown as tf.NamedTensorMap);
  return weights;
}
