// Scenes of the studio as the page speaks of them: names, strangers, and the scene that a transfer
// between two of them should give.

import type { Scene } from '../people/studio';
import { streams, uniforms } from '../random';

/** Side of every picture that the page asks the studio for; the engine makes it smaller. */
export const drawnSide = 256;

/** "person 17 · happiness". */
export const sceneName = ({ identity, expression }: Scene): string => `${personName(identity)} · ${expression.name}`;

/** Also the name of the class of a person's images in a face set. */
export const personName = (identity: number): string => `person ${identity}`;

/** The number of the `count`-th person that a seed brings: four digits, so that nobody of the demo set is among them. */
export function stranger(seed: number, count: number): number {
  return 1000 + Math.floor(9000 * uniforms({ seed, step: count, stream: streams.strangers }, 1)[0]!);
}

/** The true answer of a transfer: the person and view of the face image with exactly the expression of the expression image. */
export function trueScene(face: Scene, expression: Scene): Scene {
  return { ...face, expression: expression.expression };
}
