// safetensors, read and written: eight bytes of header length, a JSON header, the raw numbers.
// Files come from strangers: every length, offset and shape is checked before it is used.

export interface NamedTensor {
  shape: number[];
  values: Float32Array<ArrayBuffer>;
}

const maxHeaderBytes = 16 * 1024 * 1024;

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/**
 * Reads all tensors of a safetensors file.
 * @throws Error naming the file and the first thing wrong with it; only float32 is taken
 */
export function readSafetensors(name: string, file: ArrayBuffer): Map<string, NamedTensor> {
  const fail = (what: string): never => {
    throw new Error(`${name} is not a usable safetensors file: ${what}.`);
  };
  if (!(file instanceof ArrayBuffer)) throw new Error(`${name}: an ArrayBuffer is expected.`);
  if (file.byteLength < 10) fail('it is too short');
  const headerBytes = Number(new DataView(file).getBigUint64(0, true));
  if (headerBytes > Math.min(maxHeaderBytes, file.byteLength - 8)) fail('its header is longer than the file or 16 MiB');
  const header = parseHeader(new Uint8Array(file, 8, headerBytes), fail);
  const data = file.slice(8 + headerBytes);
  const tensors = new Map<string, NamedTensor>();
  const ranges: [number, number][] = [];
  for (const [key, entry] of Object.entries(header)) {
    if (key === '__metadata__') continue;
    if (!isEntry(entry)) return fail(`the entry of "${key}" is malformed`);
    if (entry.dtype !== 'F32') fail(`"${key}" is ${entry.dtype}, and only F32 can be loaded`);
    const [from, to] = entry.data_offsets;
    const count = entry.shape.reduce((product, side) => product * side, 1);
    if (to - from !== count * 4 || to > data.byteLength || from % 4 !== 0) {
      fail(`"${key}" claims bytes ${from} to ${to}, which do not hold its shape [${entry.shape.join(', ')}]`);
    }
    tensors.set(key, { shape: entry.shape, values: new Float32Array(data, from, count) });
    ranges.push([from, to]);
  }
  if (!isPartition(ranges, data.byteLength)) fail('its tensors do not cover its data exactly');
  return tensors;
}

/** Whether ranges, in any order, lie end to end from 0 to `length`: no byte is unclaimed or claimed twice. */
function isPartition(ranges: [number, number][], length: number): boolean {
  let at = 0;
  for (const [from, to] of ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (from !== at) return false;
    at = to;
  }
  return at === length;
}

function parseHeader(bytes: Uint8Array, fail: (what: string) => never): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    fail('its header is no JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) fail('its header is no JSON object');
  return header as Record<string, unknown>;
}

function isEntry(entry: unknown): entry is Entry {
  if (typeof entry !== 'object' || entry === null) return false;
  const { dtype, shape, data_offsets: offsets } = entry as Partial<Entry>;
  const wholeNumbers = (list: unknown): list is number[] =>
    Array.isArray(list) && list.every((n) => Number.isSafeInteger(n) && n >= 0);
  return typeof dtype === 'string' && wholeNumbers(shape) && wholeNumbers(offsets)
    && offsets.length === 2 && offsets[0] <= offsets[1];
}

/** Writes float32 tensors, in their order, as PyTorch's safetensors would lay them out. */
export function writeSafetensors(tensors: Map<string, NamedTensor>): ArrayBuffer {
  let offset = 0;
  const entries: Record<string, Entry> = {};
  for (const [key, { shape, values }] of tensors) {
    entries[key] = { dtype: 'F32', shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(entries));
  const headerBytes = Math.ceil(json.length / 8) * 8; // the data that follows is aligned
  const file = new ArrayBuffer(8 + headerBytes + offset);
  new DataView(file).setBigUint64(0, BigInt(headerBytes), true);
  new Uint8Array(file, 8, headerBytes).fill(0x20).set(json);
  let at = 8 + headerBytes;
  for (const { values } of tensors.values()) {
    new Float32Array(file, at, values.length).set(values);
    at += values.byteLength;
  }
  return file;
}
