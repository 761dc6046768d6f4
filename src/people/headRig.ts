// The head that every person is made of, as MakeHuman's core assets describe it: base mesh, shape
// targets (moves of some vertices), and proxies (hair, brows, lashes, eyes, teeth), whose vertices
// hang on three of the mesh's each and so follow every shape. e2e/people/extractRig.mjs writes the
// file. Lengths are in decimeters, y up, the face looks along z.

/** Corners share a vertex's place but have texture coordinates of their own. */
export interface RigPart {
  /** [corners]: the vertex of each corner. */
  corners: Uint16Array;
  /** [corners,2] in [0, 1], v up. */
  uvs: Float32Array;
  /** [triangles,3]: corners, counter-clockwise seen from outside. */
  triangles: Uint16Array;
}

export interface RigTarget {
  /** Vertices that move. */
  vertices: Uint16Array;
  /** [3,vertices]: all x, all y, all z, in thousandths of a decimeter at weight 1. */
  moves: Int16Array;
}

export type ProxyKind = 'hair' | 'eyebrows' | 'eyelashes' | 'eyes' | 'teeth';

export interface RigProxy extends RigPart {
  kind: ProxyKind;
  name: string;
  /** [vertices,3]: the mesh's vertices that each hangs on, with their weights; then its offset. */
  references: Uint16Array;
  weights: Float32Array;
  offsets: Float32Array;
}

export interface HeadRig {
  /** [vertices,3] */
  positions: Float32Array;
  skin: RigPart;
  targets: Map<string, RigTarget>;
  proxies: Map<string, RigProxy>;
}

interface Section {
  type: 'Uint16Array' | 'Int16Array' | 'Int32Array' | 'Float32Array';
  offset: number;
  length: number;
}

interface PartHeader {
  corners: Section;
  uvs: Section;
  triangles: Section;
}

interface Header {
  version: number;
  positions: Section;
  skin: PartHeader;
  targets: { name: string; steps: Section; moves: Section }[];
  proxies: (PartHeader & { kind: ProxyKind; name: string; references: Section; weights: Section; offsets: Section })[];
}

const arrayTypes = { Uint16Array, Int16Array, Int32Array, Float32Array };

/**
 * @param bytes the file's content, unpacked
 * @throws Error where this is no head rig of the version that is known
 */
export function parseHeadRig(bytes: ArrayBuffer): HeadRig {
  const headerLength = new DataView(bytes).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 8, headerLength))) as Header;
  if (header.version !== 1) throw new Error(`This head rig has version ${header.version}; version 1 is known.`);
  const start = 8 + headerLength;
  const read = <T extends Section['type']>({ type, offset, length }: Section, expected: T) => {
    if (type !== expected) throw new Error(`The head rig holds ${type} where ${expected} belongs.`);
    return new arrayTypes[expected](bytes, start + offset, length) as InstanceType<(typeof arrayTypes)[T]>;
  };
  const part = ({ corners, uvs, triangles }: PartHeader): RigPart => ({
    corners: read(corners, 'Uint16Array'),
    uvs: Float32Array.from(read(uvs, 'Uint16Array'), (value) => value / 65535),
    triangles: read(triangles, 'Uint16Array'),
  });
  return {
    positions: Float32Array.from(read(header.positions, 'Int32Array'), (value) => value / 1e4),
    skin: part(header.skin),
    targets: new Map(header.targets.map(({ name, steps, moves }) =>
      [name, { vertices: runningSums(read(steps, 'Uint16Array')), moves: read(moves, 'Int16Array') }])),
    proxies: new Map(header.proxies.map((proxy) => [proxy.name, {
      ...part(proxy), kind: proxy.kind, name: proxy.name,
      references: read(proxy.references, 'Uint16Array'),
      weights: read(proxy.weights, 'Float32Array'),
      offsets: read(proxy.offsets, 'Float32Array'),
    }])),
  };
}

/** The file as it is served: packed with gzip. */
export async function unpackHeadRig(packed: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<HeadRig> {
  return parseHeadRig(await new Response(packed.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
}

function runningSums(steps: Uint16Array): Uint16Array {
  let sum = 0;
  return steps.map((step) => (sum += step));
}
