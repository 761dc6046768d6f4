// The address is understood exactly or complained about, and changes leave the rest of it alone.

import { describe, expect, it } from 'vitest';
import { changeAddress, readAddress } from './url';

const usual = { settings: {}, noiseSeed: 1, noiseLocked: true, alphas: { face: 0, expression: 0.5 }, demo: true, problems: [] };

describe('readAddress', () => {
  it('reads backend, preset and seed', () => {
    expect(readAddress('?backend=wasm&preset=compact&seed=42')).toEqual({ backend: 'wasm', preset: 'compact', seed: 42, ...usual });
  });

  it('takes the paper preset, seed 1 and the best backend where nothing is asked for', () => {
    expect(readAddress('')).toEqual({ preset: 'paper', seed: 1, ...usual });
  });

  it('names what it does not understand', () => {
    const address = readAddress('?backend=webgpu2&preset=large&seed=-1');
    expect(address).toMatchObject({ preset: 'paper', seed: 1 });
    expect(address.backend).toBeUndefined();
    expect(address.problems.map((problem) => problem.match(/"(.*?)"/)![1])).toEqual(['webgpu2', 'large', '-1']);
  });

  it.each(['', '1.5', '4294967296', 'one'])('refuses the seed "%s"', (seed) => {
    expect(readAddress(`?seed=${seed}`).problems).toHaveLength(1);
  });
});

describe('the demo set', () => {
  it('is left out where the address says none, and only there', () => {
    expect(readAddress('?demo=none')).toMatchObject({ demo: false, problems: [] });
    const wrong = readAddress('?demo=off');
    expect(wrong.demo).toBe(true);
    expect(wrong.problems).toEqual([expect.stringContaining('"off"')]);
  });
});

describe('changeAddress', () => {
  it('changes some fields and keeps the others', () => {
    expect(changeAddress('?preset=tiny&demo=none', { backend: 'wasm', seed: 3 })).toBe('?preset=tiny&demo=none&backend=wasm&seed=3');
  });

  it('takes a field away where it is undefined', () => {
    expect(changeAddress('?backend=webgl&preset=tiny', { backend: undefined })).toBe('?preset=tiny');
  });
});
