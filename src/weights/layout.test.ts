// Each change of layout, element by element: the formula of where PyTorch keeps a weight and where
// tfjs does, and that going there and back moves nothing.

import { describe, expect, it } from 'vitest';
import { uniforms } from '../random';
import { fromPytorch, toPytorch, toPytorchShape, type Layout } from './layout';

interface Case {
  layout: Layout;
  /** Our shape. */
  shape: number[];
  mapSide: number;
  pytorchShape: number[];
  /** PyTorch's index of the element at ours. */
  there: (at: number[]) => number;
}

const cases: Case[] = [
  { layout: 'vector', shape: [7], mapSide: 0, pytorchShape: [7], there: ([i]) => i! },
  // [h,w,in,out] = [3,2,5,4] here, [out,in,h,w] there.
  { layout: 'conv', shape: [3, 2, 5, 4], mapSide: 0, pytorchShape: [4, 5, 3, 2], there: ([y, x, i, o]) => ((o! * 5 + i!) * 3 + y!) * 2 + x! },
  // [h,w,out,in] here, [in,out,h,w] there.
  { layout: 'transposedConv', shape: [3, 2, 5, 4], mapSide: 0, pytorchShape: [4, 5, 3, 2], there: ([y, x, o, i]) => ((i! * 5 + o!) * 3 + y!) * 2 + x! },
  { layout: 'dense', shape: [6, 5], mapSide: 0, pytorchShape: [5, 6], there: ([i, o]) => o! * 6 + i! },
  // Inputs are (y,x,c) of a 2x2 map of 3 channels here, (c,y,x) there.
  { layout: 'denseAfterFlatten', shape: [12, 5], mapSide: 2, pytorchShape: [5, 12],
    there: ([i, o]) => { const [y, x, c] = [Math.floor(i! / 6), Math.floor(i! / 3) % 2, i! % 3]; return o! * 12 + (c * 2 + y) * 2 + x; } },
  { layout: 'denseAfterFlatten', shape: [9, 2], mapSide: 3, pytorchShape: [2, 9], there: ([i, o]) => o! * 9 + i! },
];

/** All indices of an array of this shape, last axis fastest. */
const indices = (shape: number[]): number[][] =>
  shape.reduce<number[][]>((all, side) => all.flatMap((index) => Array.from({ length: side }, (_, i) => [...index, i])), [[]]);

describe('layouts', () => {
  for (const { layout, shape, mapSide, pytorchShape, there } of cases) {
    it(`${layout} [${shape.join()}]`, () => {
      expect(toPytorchShape(layout, shape)).toEqual(pytorchShape);
      const laid = { layout, shape, mapSide };
      const count = shape.reduce((product, side) => product * side, 1);
      const pytorch = uniforms({ seed: 2, step: 0, stream: 0 }, count);
      const ours = fromPytorch(pytorch, laid);
      indices(shape).forEach((index, at) => expect(ours[at]).toBe(pytorch[there(index)]));
      expect(toPytorch(ours, laid)).toEqual(pytorch);
      expect(fromPytorch(toPytorch(pytorch, laid), laid)).toEqual(pytorch);
    });
  }
});
