// How much arithmetic and memory traffic one training step needs, from the config alone: what a
// measured time is held against, and what a time not measured yet is guessed from. Counted as in the
// roofline model: 2 operations per multiply-add of a convolution or dense layer (transposed ones by
// their useful taps), none for anything else, and no gradient that nobody uses. `paper`: 68.8 GFLOP
// a sample in a full step, 59.3 without discriminator updates.

import { featureSize, scaledChannels, type StepSettings, type TdganConfig } from './config';

/** Which discriminators learn. */
export interface Due {
  face: boolean;
  expression: boolean;
}

/** What a piece of work needs at least. */
export interface Work {
  flops: number;
  /** Every operand read once and every result written once per pass, norms and activations fused into the convolutions. */
  bytes: number;
}

/** One layer: multiply-adds and values per sample. */
interface Layer {
  multiplyAdds: number;
  inputs: number;
  outputs: number;
  weights: number;
  /** Followed by an instance norm, whose gradient reads the layer's output again. */
  normed: boolean;
}

interface Network {
  layers: Layer[];
  weights: number;
}

/** How often a step runs a network forward, and takes its gradients. */
interface Passes {
  forward: number;
  byWeights: number;
  byInputs: number;
  /** Of those by inputs: how many go on to the network's own input. */
  throughFirst: number;
}

const bytesPerValue = 4;
/** Adam reads gradient, weight and both moments, and writes the last three. */
const adamBytesPerWeight = 7 * bytesPerValue;

/** What one step at batch `batch` needs. */
export function stepWork(config: TdganConfig, batch: number, due: Due): Work {
  const encoder = encoderOf(config);
  const decoder = decoderOf(config);
  const head = (classes: number) => headOf(config, classes);
  const face = Number(due.face);
  const expression = Number(due.expression);
  // Generator: both encoders on the pair, and again twice each for the consistency images; four of
  // these six take gradients by real images, which nobody needs. D_f on real faces always (Eq. 8).
  const parts: [Network, Passes][] = [
    [encoder, { forward: 6, byWeights: 6, byInputs: 6, throughFirst: 2 }],
    [encoder, { forward: 3, byWeights: 0, byInputs: 2, throughFirst: 2 }],
    [encoder, { forward: face + expression, byWeights: 2 * face + expression, byInputs: 2 * face + expression, throughFirst: 0 }],
    [decoder, { forward: 3, byWeights: 3, byInputs: 3, throughFirst: 3 }],
    [head(config.expressionClasses), { forward: 1, byWeights: 1, byInputs: 1, throughFirst: 0 }],
    [head(config.expressionClasses), { forward: 1 + expression, byWeights: expression, byInputs: 1 + expression, throughFirst: 1 + expression }],
    [head(config.faceClasses + 1), { forward: 1 + 2 * face, byWeights: 2 * face, byInputs: 1 + 2 * face, throughFirst: 1 + 2 * face }],
  ];
  const learning = [
    2 * encoder.weights + decoder.weights + head(config.expressionClasses).weights,
    face * (encoder.weights + head(config.faceClasses + 1).weights),
    expression * (encoder.weights + head(config.expressionClasses).weights),
  ];
  const adam = adamBytesPerWeight * learning.reduce((sum, weights) => sum + weights, 0);
  return parts.map(([network, passes]) => passesWork(network, passes, batch))
    .reduce(sumOf, { flops: 0, bytes: adam });
}

/** Operations of a step, averaged over the schedule: D_f learns every n-th step, D_e every m-th. */
export function averageStepFlops(
  config: TdganConfig, settings: Pick<StepSettings, 'faceDiscriminatorEvery' | 'expressionDiscriminatorEvery'> & { batchSize: number },
): number {
  const flops = (due: Due) => stepWork(config, settings.batchSize, due).flops;
  const least = flops({ face: false, expression: false });
  const more = (due: Due) => flops(due) - least;
  return least
    + more({ face: true, expression: false }) / settings.faceDiscriminatorEvery
    + more({ face: false, expression: true }) / settings.expressionDiscriminatorEvery;
}

/** An encoder's forward pass and its gradient by every weight. */
export function encoderWork(config: TdganConfig, batch: number): Work {
  return passesWork(encoderOf(config), { forward: 1, byWeights: 1, byInputs: 1, throughFirst: 0 }, batch);
}

function passesWork({ layers }: Network, { forward, byWeights, byInputs, throughFirst }: Passes, batch: number): Work {
  return layers.map((layer, i): Work => {
    const inputPasses = i === 0 ? throughFirst : byInputs;
    const passes = forward + byWeights + inputPasses;
    const values = batch * (layer.inputs + layer.outputs) + layer.weights;
    const normValues = layer.normed ? byInputs * batch * layer.outputs : 0;
    return { flops: 2 * passes * batch * layer.multiplyAdds, bytes: bytesPerValue * (passes * values + normValues) };
  }).reduce(sumOf);
}

const sumOf = (a: Work, b: Work): Work => ({ flops: a.flops + b.flops, bytes: a.bytes + b.bytes });

/** A convolution with `taps` useful multiplications per input and output channel at each of `positions`. */
function convolution(
  { positions, taps, inputs, outputs }: { positions: number; taps: number; inputs: number; outputs: number },
  { normed, upsampling = 1 }: { normed: boolean; upsampling?: number },
): Layer {
  return {
    multiplyAdds: positions * taps * inputs * outputs, inputs: positions * inputs, outputs: positions * upsampling * outputs,
    weights: taps * inputs * outputs + (normed && upsampling === 1 ? 2 * outputs : 0), normed,
  };
}

const networkOf = (layers: Layer[]): Network => ({ layers, weights: layers.reduce((sum, { weights }) => sum + weights, 0) });

function encoderOf(config: TdganConfig): Network {
  const c = (paperChannels: number) => scaledChannels(config, paperChannels);
  const { imageSize: side, imageChannels } = config;
  const conv = (divisor: number, size: number, [inputs, outputs]: [number, number]) =>
    convolution({ positions: (side / divisor) ** 2, taps: size * size, inputs, outputs }, { normed: true });
  const mix = convolution({ positions: (side / 4) ** 2, taps: 1, inputs: 3 * c(16), outputs: c(64) }, { normed: false });
  const block = [
    ...Array.from({ length: 3 }, () => conv(4, 1, [c(64), c(16)])),
    ...Array.from({ length: 3 }, () => conv(4, 3, [c(16), c(16)])),
    { ...mix, weights: mix.weights + c(64) },
  ];
  return networkOf([
    conv(1, 5, [imageChannels, c(32)]), conv(2, 5, [c(32), c(64)]), ...Array.from({ length: 4 }, () => block).flat(),
    conv(4, 5, [c(64), c(128)]), conv(8, 5, [c(128), c(128)]),
  ]);
}

function decoderOf(config: TdganConfig): Network {
  const c = (paperChannels: number) => scaledChannels(config, paperChannels);
  const side = featureSize(config);
  const embed = (inputs: number): Layer => {
    const layer = convolution({ positions: side ** 2, taps: 9, inputs, outputs: c(128) }, { normed: false });
    return { ...layer, weights: layer.weights + c(128) };
  };
  const channels = [c(128), c(512), c(256), c(128), c(64)];
  return networkOf([
    embed(2 * c(128) + config.noiseChannels),
    ...Array.from({ length: config.residualBlocks }, () => embed(c(128))),
    // Stride 2: each input position meets all 16 taps, each output position four of them.
    ...[1, 2, 4, 8].map((scale, i) => convolution(
      { positions: (side * scale) ** 2, taps: 16, inputs: channels[i]!, outputs: channels[i + 1]! }, { normed: true, upsampling: 4 },
    )),
    convolution({ positions: config.imageSize ** 2, taps: 9, inputs: c(64), outputs: config.imageChannels }, { normed: false }),
  ]);
}

function headOf(config: TdganConfig, classes: number): Network {
  const dense = (inputs: number, outputs: number): Layer =>
    ({ multiplyAdds: inputs * outputs, inputs, outputs, weights: (inputs + 1) * outputs, normed: false });
  const flat = scaledChannels(config, 128) * featureSize(config) ** 2;
  return networkOf([dense(flat, config.fcWidth), dense(config.fcWidth, config.fcWidth), dense(config.fcWidth, classes)]);
}
