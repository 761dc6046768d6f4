// The only source of randomness. Counter-based: each number is a hash of (seed, step, stream,
// index), so a run can be repeated or resumed at any step without carrying generator state, and a
// GPU can draw the same numbers. The hash is pcg4d (Jarzynski and Olano, "Hash Functions for GPU
// Rendering", JCGT 9(3), 2020).

/** What a series of random numbers is keyed by; each an unsigned 32-bit integer. */
export interface RandomKey {
  seed: number;
  step: number;
  stream: number;
}

/**
 * One stream per use, so that no two uses share numbers. A use that needs several series (one per
 * parameter, image or dropout site) adds its own index to the base.
 */
export const streams = {
  noise: 0x100,
  dropout: 0x200,
  faceOrder: 0x300,
  expressionOrder: 0x301,
  augmentation: 0x400,
  identity: 0x500,
  expressionVariation: 0x580,
  view: 0x5a0,
  strangers: 0x5c0,
  freshNoise: 0x5e0,
  initialValues: 0x10000,
} as const;

const lanes = new Uint32Array(4);

/** Hashes (seed, step, stream, block) into four 32-bit integers, left in `lanes`. */
function pcg4d({ seed, step, stream }: RandomKey, block: number): void {
  let x = (Math.imul(seed, 1664525) + 1013904223) | 0;
  let y = (Math.imul(step, 1664525) + 1013904223) | 0;
  let z = (Math.imul(stream, 1664525) + 1013904223) | 0;
  let w = (Math.imul(block, 1664525) + 1013904223) | 0;
  for (let round = 0; round < 2; round++) {
    x = (x + Math.imul(y, w)) | 0;
    y = (y + Math.imul(z, x)) | 0;
    z = (z + Math.imul(x, y)) | 0;
    w = (w + Math.imul(y, z)) | 0;
    if (round === 0) {
      x ^= x >>> 16;
      y ^= y >>> 16;
      z ^= z >>> 16;
      w ^= w >>> 16;
    }
  }
  lanes[0] = x;
  lanes[1] = y;
  lanes[2] = z;
  lanes[3] = w;
}

/** `count` numbers in [0, 1), multiples of 2^-24 and so exact in float32. */
export function uniforms(key: RandomKey, count: number): Float32Array {
  const out = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    if (i % 4 === 0) pcg4d(key, i / 4);
    out[i] = (lanes[i % 4]! >>> 8) / 0x1000000;
  }
  return out;
}

/** `count` numbers from the normal distribution of mean 0 and the given standard deviation (Box-Muller). */
export function normals(key: RandomKey, count: number, deviation: number): Float32Array {
  const out = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    if (i % 4 === 0) pcg4d(key, i / 4);
    const radius = deviation * Math.sqrt(-2 * Math.log(((lanes[i % 4]! >>> 8) + 1) / 0x1000000));
    const angle = (2 * Math.PI * lanes[(i % 4) + 1]!) / 0x100000000;
    out[i] = radius * Math.cos(angle);
    if (i + 1 < count) out[i + 1] = radius * Math.sin(angle);
  }
  return out;
}

/** 0..count-1 in random order (Fisher-Yates). */
export function permutation(key: RandomKey, count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const draws = uniforms(key, count);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(draws[i]! * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
