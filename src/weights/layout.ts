// How each kind of parameter is laid out in PyTorch and here, and the way between. All changes are
// permutations of axes, so going there and back gives the same bytes.

/**
 * vector: the same on both sides. conv: [out,in,h,w] there, [h,w,in,out] here. transposedConv:
 * [in,out,h,w] there, [h,w,out,in] here, unflipped. dense: [out,in] there, [in,out] here.
 * denseAfterFlatten: like dense, but its inputs are a map flattened in C,H,W order there and in
 * H,W,C order here; needs the map's side.
 */
export type Layout = 'vector' | 'conv' | 'transposedConv' | 'dense' | 'denseAfterFlatten';

/** From PyTorch's axes to ours: our axis i is PyTorch's axis order[i] of the (unflattened) shape. */
const axisOrder: Record<Layout, number[]> = {
  vector: [0],
  conv: [2, 3, 1, 0],
  transposedConv: [2, 3, 1, 0],
  dense: [1, 0],
  denseAfterFlatten: [2, 3, 1, 0],
};

/** PyTorch's shape of a parameter that has `shape` here. */
export function toPytorchShape(layout: Layout, shape: number[]): number[] {
  if (layout === 'dense' || layout === 'denseAfterFlatten') return [shape[1]!, shape[0]!];
  const there = new Array<number>(shape.length);
  axisOrder[layout].forEach((axis, i) => (there[axis] = shape[i]!));
  return there;
}

/** What a change of layout must know. */
interface Laid {
  layout: Layout;
  /** Our shape. */
  shape: number[];
  /** Side of the map that was flattened; only denseAfterFlatten needs it. */
  mapSide: number;
}

/** Values in our layout, from PyTorch's. */
export function fromPytorch(values: Float32Array, laid: Laid): Float32Array {
  return permute(values, unflattened(laid), axisOrder[laid.layout]);
}

/** Values in PyTorch's layout, from ours; the inverse of fromPytorch. */
export function toPytorch(values: Float32Array, laid: Laid): Float32Array<ArrayBuffer> {
  const order = axisOrder[laid.layout];
  const there = unflattened(laid);
  const here = order.map((axis) => there[axis]!);
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return permute(values, here, inverse);
}

/** PyTorch's shape, with a flattened map's axes apart: [out,channels,side,side]. */
function unflattened({ layout, shape, mapSide }: Laid): number[] {
  if (layout !== 'denseAfterFlatten') return toPytorchShape(layout, shape);
  return [shape[1]!, shape[0]! / mapSide ** 2, mapSide, mapSide];
}

/** The values of an array of shape `from`, with axis i of the result being axis order[i]. */
function permute(values: Float32Array, from: number[], order: number[]): Float32Array<ArrayBuffer> {
  const out = new Float32Array(values.length);
  const strides = from.map((_, axis) => from.slice(axis + 1).reduce((product, side) => product * side, 1));
  const pad = 4 - order.length; // leading axes of length 1 make every case four-dimensional
  const side = (i: number) => (i < pad ? 1 : from[order[i - pad]!]!);
  const stride = (i: number) => (i < pad ? 0 : strides[order[i - pad]!]!);
  const [n0, n1, n2, n3] = [side(0), side(1), side(2), side(3)];
  const [s0, s1, s2, s3] = [stride(0), stride(1), stride(2), stride(3)];
  let at = 0;
  for (let a = 0; a < n0; a++) {
    for (let b = 0; b < n1; b++) {
      for (let c = 0; c < n2; c++) {
        const start = a * s0 + b * s1 + c * s2;
        for (let d = 0; d < n3; d++) out[at++] = values[start + d * s3]!;
      }
    }
  }
  return out;
}
