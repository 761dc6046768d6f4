// From identity and action units to the places of all vertices, by sums of targets: the only part
// of drawing a person that must be the same everywhere, so it is plain arithmetic, in float32.

import type { HeadRig, RigPart, RigProxy } from './headRig';
import type { Identity } from './identity';

type Point = [number, number, number];

export interface HeadShape {
  /** [vertices,3] of the rig's mesh, in decimeters. */
  vertices: Float32Array;
  /** Between the eyes of the resting face. */
  center: Point;
  /** Size of the resting face: the mean of the distance between the eyes and what their height above the chin lets expect of it. */
  unit: number;
}

/** Vertex at the tip of the chin, and its depth below the eyes in distances between them on an average face. */
const chin = { vertex: 732, depth: 1.64 };

/**
 * @param units weight of each action unit
 * @throws Error where the rig lacks a target that is asked for
 */
export function shapeHead(rig: HeadRig, identity: Identity, units: Record<string, number>): HeadShape {
  const vertices = rig.positions.slice();
  for (const [name, weight] of Object.entries(identity.shape)) addTarget(rig, vertices, { name, weight });
  const { center, unit } = measureFace(rig, vertices);
  for (const [name, weight] of Object.entries(units)) {
    addTarget(rig, vertices, { name: `expression/units/${identity.ancestry}/${name}`, weight });
  }
  return { vertices, center, unit };
}

function measureFace(rig: HeadRig, vertices: Float32Array): { center: Point; unit: number } {
  const eyeballs = placeProxy(rig.proxies.get('HighPolyEyes')!, vertices);
  const right = meanPoint(eyeballs, (x) => x < 0);
  const left = meanPoint(eyeballs, (x) => x > 0);
  const center = right.map((value, c) => (value + left[c]!) / 2) as Point;
  const distance = Math.hypot(...right.map((value, c) => value - left[c]!));
  return { center, unit: (distance + (center[1] - vertices[3 * chin.vertex + 1]!) / chin.depth) / 2 };
}

/** A proxy's vertices on a shaped head: [vertices,3]. */
export function placeProxy({ references, weights, offsets }: RigProxy, head: Float32Array): Float32Array {
  const out = offsets.slice();
  for (let i = 0; i < references.length; i++) {
    const vertex = Math.floor(i / 3);
    for (let c = 0; c < 3; c++) out[3 * vertex + c]! += weights[i]! * head[3 * references[i]! + c]!;
  }
  return out;
}

/** Places and smooth normals of a part's corners, both [corners,3]. */
export function cornerArrays(part: RigPart, vertices: Float32Array): { positions: Float32Array; normals: Float32Array } {
  const normals = vertexNormals(part, vertices);
  const expand = (values: Float32Array) => {
    const out = new Float32Array(3 * part.corners.length);
    part.corners.forEach((vertex, corner) => {
      for (let c = 0; c < 3; c++) out[3 * corner + c] = values[3 * vertex + c]!;
    });
    return out;
  };
  return { positions: expand(vertices), normals: expand(normals) };
}

function addTarget(rig: HeadRig, vertices: Float32Array, { name, weight }: { name: string; weight: number }): void {
  const target = rig.targets.get(name);
  if (!target) throw new Error(`The head rig has no target ${name}.`);
  const count = target.vertices.length;
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < count; i++) vertices[3 * target.vertices[i]! + c]! += weight * target.moves[c * count + i]! * 1e-3;
  }
}

/** Sum of the normals of the triangles around each vertex, weighted by their areas, at unit length. */
function vertexNormals({ corners, triangles }: RigPart, vertices: Float32Array): Float32Array {
  const normals = new Float32Array(vertices.length);
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [0, 1, 2].map((i) => 3 * corners[triangles[t + i]!]!) as [number, number, number];
    const along = (from: number, to: number, axis: number) => vertices[to + axis]! - vertices[from + axis]!;
    for (let axis = 0; axis < 3; axis++) {
      const [next, last] = [(axis + 1) % 3, (axis + 2) % 3];
      const normal = along(a, b, next) * along(a, c, last) - along(a, b, last) * along(a, c, next);
      for (const vertex of [a, b, c]) normals[vertex + axis]! += normal;
    }
  }
  for (let i = 0; i < normals.length; i += 3) {
    const length = Math.hypot(normals[i]!, normals[i + 1]!, normals[i + 2]!) || 1;
    for (let c = 0; c < 3; c++) normals[i + c]! /= length;
  }
  return normals;
}

function meanPoint(vertices: Float32Array, wanted: (x: number) => boolean): Point {
  const sum = [0, 0, 0];
  let count = 0;
  for (let i = 0; i < vertices.length; i += 3) {
    if (!wanted(vertices[i]!)) continue;
    for (let c = 0; c < 3; c++) sum[c]! += vertices[i + c]!;
    count++;
  }
  return sum.map((value) => value / count) as Point;
}
