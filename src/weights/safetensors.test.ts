// The safetensors reader and writer: there and back is the same, and files that lie about their
// lengths, offsets, shapes or types are refused by name before anything of theirs is used.

import { describe, expect, it } from 'vitest';
import { expectSame } from '../../e2e/support/expectSame';
import { readGolden } from '../../e2e/support/golden';
import { uniforms } from '../random';
import { readSafetensors, writeSafetensors, type NamedTensor } from './safetensors';

type Header = Record<string, unknown>;

/** A file with this header, as text or object, and `dataBytes` bytes of data that count 0, 1, 2 ... */
function fileOf(header: Header | string, dataBytes: number, claimedHeaderBytes?: bigint): ArrayBuffer {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new ArrayBuffer(8 + json.length + dataBytes);
  new DataView(file).setBigUint64(0, claimedHeaderBytes ?? BigInt(json.length), true);
  new Uint8Array(file, 8).set(json);
  for (let i = 0; i < dataBytes; i++) new Uint8Array(file)[8 + json.length + i] = i;
  return file;
}

const entry = (shape: unknown, offsets: unknown, dtype: unknown = 'F32') => ({ dtype, shape, data_offsets: offsets });
const reading = (file: ArrayBuffer) => () => readSafetensors('a.safetensors', file);
const refusal = 'a.safetensors is not a usable safetensors file: ';

describe('safetensors', () => {
  it('there and back: keys in order, shapes, and every bit', () => {
    const special = new Float32Array([0, -0, NaN, Infinity, -Infinity, 1e-45, 3.4e38]);
    const tensors = new Map<string, NamedTensor>([
      ['scalar', { shape: [], values: new Float32Array([2.5]) }],
      ['special', { shape: [7], values: special }],
      ['empty', { shape: [0, 3], values: new Float32Array() }],
      ['Überweite.日本', { shape: [2, 3, 1, 2], values: Float32Array.from(uniforms({ seed: 1, step: 0, stream: 0 }, 12)) }],
    ]);
    const file = writeSafetensors(tensors);
    const found = readSafetensors('made', file);
    expect([...found.keys()]).toEqual([...tensors.keys()]);
    for (const [key, { shape, values }] of tensors) {
      expect(found.get(key)!.shape).toEqual(shape);
      expect(new Uint8Array(found.get(key)!.values.slice().buffer)).toEqual(new Uint8Array(values.slice().buffer));
    }
    expect(new Uint8Array(writeSafetensors(found))).toEqual(new Uint8Array(file));
  });

  it('reads what PyTorch\'s library wrote, and writes the same tensors', async () => {
    const golden = readSafetensors('weights', await readGolden('tiny/weights.safetensors'));
    const again = readSafetensors('again', writeSafetensors(golden));
    expect([...again.keys()]).toEqual([...golden.keys()]);
    for (const [key, { shape, values }] of golden) {
      expect(again.get(key)!.shape, key).toEqual(shape);
      expectSame(again.get(key)!.values, values, key);
    }
    expect(golden.get('G.enc_FR.conv1.0.conv.weight')!.shape).toEqual([8, 1, 5, 5]);
  });

  it('data starts aligned, so that other readers may map it', () => {
    for (const key of ['a', 'ab', 'abc', 'abcdefgh']) {
      const file = writeSafetensors(new Map([[key, { shape: [1], values: new Float32Array([1]) }]]));
      expect(new DataView(file).getBigUint64(0, true) % 8n).toBe(0n);
    }
  });

  it('tensors may lie in another order than the header names them', () => {
    const file = fileOf({ second: entry([1], [8, 12]), first: entry([2], [0, 8]), __metadata__: { format: 'pt' } }, 12);
    const found = readSafetensors('a', file);
    expect([...found.keys()]).toEqual(['second', 'first']);
    expect(new Uint8Array(found.get('second')!.values.slice().buffer)).toEqual(new Uint8Array([8, 9, 10, 11]));
  });

  it('a file whose data is not aligned is read all the same', () => {
    const file = fileOf('{"k":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} ', 4);
    expect(new Uint8Array(readSafetensors('a', file).get('k')!.values.buffer as ArrayBuffer)).toEqual(new Uint8Array([0, 1, 2, 3]));
  });

  const hostile: [string, ArrayBuffer, string][] = [
    ['an empty file', new ArrayBuffer(0), 'it is too short'],
    ['nine bytes', new ArrayBuffer(9), 'it is too short'],
    ['a header longer than the file', fileOf({}, 0, 1000n), 'its header is longer than the file or 16 MiB'],
    ['a header of 2^63 bytes', fileOf({}, 0, 2n ** 63n), 'its header is longer than the file or 16 MiB'],
    ['a header of 2^64 - 1 bytes', fileOf({}, 0, 2n ** 64n - 1n), 'its header is longer than the file or 16 MiB'],
    ['a header that is no JSON', fileOf('not json at all', 4), 'its header is no JSON'],
    ['a header that is cut off', fileOf('{"k":{"dtype":"F32"', 4), 'its header is no JSON'],
    ['a header that is no text', (() => {
      const file = fileOf('{"k":1}', 0);
      new Uint8Array(file)[10] = 0xff;
      return file;
    })(), 'its header is no JSON'],
    ['a list as header', fileOf('[1, 2, 3]', 0), 'its header is no JSON object'],
    ['null as header', fileOf('null  ', 0), 'its header is no JSON object'],
    ['an entry that is no object', fileOf({ k: 3 }, 0), 'the entry of "k" is malformed'],
    ['an entry without a shape', fileOf({ k: { dtype: 'F32', data_offsets: [0, 4] } }, 4), 'the entry of "k" is malformed'],
    ['an entry without offsets', fileOf({ k: { dtype: 'F32', shape: [1] } }, 4), 'the entry of "k" is malformed'],
    ['a negative side', fileOf({ k: entry([-1, -1], [0, 4]) }, 4), 'the entry of "k" is malformed'],
    ['a fractional side', fileOf({ k: entry([0.5, 2], [0, 4]) }, 4), 'the entry of "k" is malformed'],
    ['a negative offset', fileOf({ k: entry([1], [-4, 0]) }, 4), 'the entry of "k" is malformed'],
    ['offsets in the wrong order', fileOf({ k: entry([1], [4, 0]) }, 4), 'the entry of "k" is malformed'],
    ['three offsets', fileOf({ k: entry([1], [0, 4, 8]) }, 8), 'the entry of "k" is malformed'],
    ['offsets as text', fileOf({ k: entry([1], ['0', '4']) }, 4), 'the entry of "k" is malformed'],
    ['float16', fileOf({ k: entry([2], [0, 4], 'F16') }, 4), '"k" is F16, and only F32 can be loaded'],
    ['whole numbers', fileOf({ k: entry([1], [0, 4], 'I32') }, 4), '"k" is I32, and only F32 can be loaded'],
    ['data beyond the end', fileOf({ k: entry([2], [0, 8]) }, 4), '"k" claims bytes 0 to 8, which do not hold its shape [2]'],
    ['a shape larger than its data', fileOf({ k: entry([3], [0, 8]) }, 8), '"k" claims bytes 0 to 8, which do not hold its shape [3]'],
    ['a shape that overflows', fileOf({ k: entry([2 ** 40, 2 ** 40], [0, 8]) }, 8), '"k" claims bytes 0 to 8'],
    ['an odd start', fileOf({ j: entry([], [0, 4]), k: entry([1], [2, 6]) }, 6), '"k" claims bytes 2 to 6'],
    ['bytes that belong to nobody', fileOf({ k: entry([1], [0, 4]) }, 8), 'its tensors do not cover its data exactly'],
    ['a gap between two tensors', fileOf({ j: entry([1], [0, 4]), k: entry([1], [8, 12]) }, 12), 'its tensors do not cover its data exactly'],
    ['two tensors on the same bytes', fileOf({ j: entry([1], [0, 4]), k: entry([1], [0, 4]) }, 4), 'its tensors do not cover its data exactly'],
    // Together they claim as many bytes as there are.
    ['an overlap that a gap makes up for', fileOf({ j: entry([2], [0, 8]), k: entry([2], [4, 12]) }, 16), 'its tensors do not cover its data exactly'],
    ['two tensors on one half of the data', fileOf({ j: entry([1], [0, 4]), k: entry([1], [0, 4]) }, 8), 'its tensors do not cover its data exactly'],
    ['a name given twice', fileOf('{"k":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"k":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}', 8), 'its tensors do not cover its data exactly'],
  ];
  for (const [what, file, message] of hostile) {
    it(`refuses ${what}`, () => expect(reading(file)).toThrow(refusal + message));
  }

  it('refuses every truncation of a good file', () => {
    const good = writeSafetensors(new Map([['k', { shape: [2, 2], values: new Float32Array([1, 2, 3, 4]) }]]));
    for (let length = 0; length < good.byteLength; length++) expect(reading(good.slice(0, length))).toThrow(refusal);
    expect(reading(good)().size).toBe(1);
  });

  it('refuses what is no ArrayBuffer', () => {
    for (const file of [null, 'text', new Uint8Array(16), {}]) expect(reading(file as unknown as ArrayBuffer)).toThrow('a.safetensors: an ArrayBuffer is expected');
  });

  it('a key called __proto__ is a key like any other', () => {
    const found = readSafetensors('a', fileOf('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4));
    expect([...found.keys()]).toEqual(['__proto__']);
  });
});
