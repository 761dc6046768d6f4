// Pieces of WGSL that generated shaders share: how channels are packed, and unrolled loops.

/** Four channels at a time where their number allows. */
export type Packing = 1 | 4;

export function packingOf(channels: number): Packing {
  return channels % 4 === 0 ? 4 : 1;
}

export function vectorType(packing: Packing): 'vec4<f32>' | 'f32' {
  return packing === 4 ? 'vec4<f32>' : 'f32';
}

/** Suffixes that pick each component of a packed value. */
export function components(packing: Packing): string[] {
  return packing === 4 ? ['.x', '.y', '.z', '.w'] : [''];
}

/** 0 .. count - 1 */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** Lines for each i of an unrolled loop. */
export function unrolled(count: number, line: (i: number) => string): string {
  return upTo(count).map(line).join('\n');
}

/** A sum whose terms are added pairwise: shorter chains, and rounding that grows with their depth alone. */
export function pairwiseSum(terms: string[]): string {
  if (terms.length <= 1) return terms[0] ?? '0.0';
  const half = Math.ceil(terms.length / 2);
  return `(${pairwiseSum(terms.slice(0, half))} + ${pairwiseSum(terms.slice(half))})`;
}
