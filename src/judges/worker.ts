// The worker of the judges: face-api's expression net and face recognition net, on a tfjs of their own
// that comes with that package, so that neither our kernels nor our backend can touch what they say.
// Surprise: no face is looked for; what comes in are crops already.

/// <reference lib="webworker" />
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import wasmThreadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import type * as TensorFlow from '@tensorflow/tfjs';
import { FaceExpressionNet, FaceRecognitionNet, NetInput, tf as ownTensorFlow } from '@vladmandic/face-api';
import expressionWeights from '@vladmandic/face-api/model/face_expression_model.bin?url';
import expressionManifest from '@vladmandic/face-api/model/face_expression_model-weights_manifest.json';
import recognitionWeights from '@vladmandic/face-api/model/face_recognition_model.bin?url';
import recognitionManifest from '@vladmandic/face-api/model/face_recognition_model-weights_manifest.json';
import { expressionNames, type ExpressionName } from '../expressions';
import type { Judgment } from './judges';
import type { JudgeCommand, JudgeReply } from './messages';

/** The package's own tfjs, of which its types tell only a part. */
const tf = ownTensorFlow as unknown as typeof TensorFlow & { setWasmPaths: (paths: Record<string, string>) => void };

const scope = self as unknown as DedicatedWorkerGlobalScope;

/** Images that are judged together. */
const batch = 8;
/** Side of what each net takes in, in pixels. */
const netSide = { expression: 112, recognition: 150 };

/** The expression net's outputs in their order. */
const judgedAs: ExpressionName[] = ['neutral', 'happiness', 'sadness', 'anger', 'fear', 'disgust', 'surprise'];

type WeightMap = Parameters<FaceExpressionNet['loadFromWeightMap']>[0];

interface Nets {
  expression: FaceExpressionNet;
  recognition: FaceRecognitionNet;
}

let nets: Promise<Nets> | null = null;
let queue: Promise<void> = Promise.resolve();

scope.addEventListener('message', ({ data }: MessageEvent<JudgeCommand>) => {
  queue = queue.then(() => answer(data));
});

async function answer({ id, images, size }: JudgeCommand): Promise<void> {
  const send = (reply: JudgeReply) => scope.postMessage(reply);
  try {
    nets ??= loadNets();
    nets.catch(() => (nets = null)); // the next call tries again
    const loaded = await nets;
    const judgment = await judge(loaded, { images, size }, (done, total) => send({ kind: 'progress', id, done, total }));
    send({ kind: 'result', id, judgment });
  } catch (error) {
    send({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) });
  }
}

async function loadNets(): Promise<Nets> {
  tf.setWasmPaths({
    'tfjs-backend-wasm.wasm': wasmUrl, 'tfjs-backend-wasm-simd.wasm': wasmSimdUrl, 'tfjs-backend-wasm-threaded-simd.wasm': wasmThreadedUrl,
  });
  // Its threads would have to start from a script that a bundle does not have.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await tf.setBackend('wasm'))) throw new Error('The judges need WebAssembly, which this browser does not give.');
  const expression = new FaceExpressionNet();
  const recognition = new FaceRecognitionNet();
  expression.loadFromWeightMap(await weightMap(expressionWeights, expressionManifest));
  recognition.loadFromWeightMap(await weightMap(recognitionWeights, recognitionManifest));
  return { expression, recognition };
}

async function weightMap(url: string, manifest: { weights: unknown[] }[]): Promise<WeightMap> {
  const response = await fetch(url).catch(() => null);
  if (!response?.ok) throw new Error(`The judges' weights could not be read: ${url} (${response?.status ?? 'no answer'}). Build the page again.`);
  return tf.io.decodeWeights(await response.arrayBuffer(), manifest.flatMap(({ weights }) => weights) as Parameters<typeof tf.io.decodeWeights>[1]) as unknown as WeightMap;
}

async function judge(
  { expression, recognition }: Nets, { images, size }: { images: Float32Array; size: number }, onProgress: (done: number, total: number) => void,
): Promise<Judgment> {
  const count = images.length / (size * size);
  const out: Judgment = { expressions: new Float32Array(count * expressionNames.length), descriptors: new Float32Array(count * 128) };
  for (let first = 0; first < count; first += batch) {
    const own = Math.min(batch, count - first);
    const [probabilities, descriptors] = tf.tidy(() => {
      const gray = tf.tensor4d(images.subarray(first * size * size, (first + own) * size * size), [own, size, size, 1]);
      return [
        expression.forwardInput(inputOf(gray, netSide.expression)), recognition.forwardInput(inputOf(gray, netSide.recognition)),
      ] as unknown as [TensorFlow.Tensor2D, TensorFlow.Tensor2D];
    });
    const [said, described] = await Promise.all([probabilities.data<'float32'>(), descriptors.data<'float32'>()]);
    tf.dispose([probabilities, descriptors]);
    out.descriptors.set(described, first * 128);
    for (let i = 0; i < own; i++) {
      judgedAs.forEach((name, output) => {
        out.expressions[(first + i) * expressionNames.length + expressionNames.indexOf(name)] = said[i * judgedAs.length + output]!;
      });
    }
    onProgress(first + own, count);
  }
  return out;
}

/**
 * Resized here, with pixel centers as a canvas has them: the nets' own resizing of tensors shifts the
 * picture, by most of a pixel at 64 px.
 *
 * @param gray [N,S,S,1] in [0, 1]
 */
function inputOf(gray: TensorFlow.Tensor4D, side: number): NetInput {
  const resized = tf.image.resizeBilinear(gray.mul<TensorFlow.Tensor4D>(255), [side, side], false, true);
  return new NetInput(tf.unstack(resized.tile([1, 1, 1, 3])) as unknown as ConstructorParameters<typeof NetInput>[0]);
}
