// The page behind `npm run people`: draws scenes and packs them into sheets, casts the demo set, and
// asks the judges about either.

import { expressionNames } from '../../src/expressions';
import { seenClass } from '../../src/judges/judges';
import { frontView, type Scene } from '../../src/people/studio';
import { createStudio } from '../../src/people/workerStudio';
import { castPeople, describe, pairImages, scenesOf, truthPairs, viewsEach } from './casting';
import { askJudges, judgeDemoSet } from './judge';

export interface Sheet {
  scenes: Scene[];
  columns: number;
  side: number;
  gray: boolean;
  quality: number;
}

/** Two draw side by side: one sets up while the other's GPU commands run. */
const studios = Array.from({ length: 2 }, () => createStudio(new URL('/people/', location.href).href));
const truthPerAtlas = 64;

/** All scenes on one picture, row by row, as WebP in base64. */
async function drawSheet(sheet: Sheet): Promise<string> {
  const { canvas } = await paintSheet(sheet);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp', quality: sheet.quality })).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** The class that the judges see in each scene, as a number in the order of src/expressions.ts. */
async function judgeSheet(sheet: Sheet): Promise<number[]> {
  const { scenes, columns, side } = sheet;
  const context = await paintSheet({ ...sheet, gray: true });
  const images = new Float32Array(scenes.length * side * side);
  scenes.forEach((_, i) => {
    const { data } = context.getImageData((i % columns) * side, Math.floor(i / columns) * side, side, side);
    for (let pixel = 0; pixel < side * side; pixel++) images[i * side * side + pixel] = data[4 * pixel]! / 255;
  });
  const judgment = await askJudges(images, side);
  return scenes.map((_, i) => seenClass(judgment, i));
}

async function paintSheet({ scenes, columns, side, gray }: Sheet): Promise<OffscreenCanvasRenderingContext2D> {
  const canvas = new OffscreenCanvas(columns * side, Math.ceil(scenes.length / columns) * side);
  const context = canvas.getContext('2d')!;
  if (gray) context.filter = 'grayscale(1)';
  await Promise.all(studios.map(async (studio, which) => {
    for (let i = which; i < scenes.length; i += studios.length) {
      const bitmap = await createImageBitmap(await studio.draw(scenes[i]!, side));
      context.drawImage(bitmap, (i % columns) * side, Math.floor(i / columns) * side);
    }
  }));
  return context;
}

/** The demo set's index, and the sheets that its atlases are made of. */
function planDemoSet(): { index: object; sheets: { file: string; scenes: Scene[] }[] } {
  const cast = castPeople();
  const scenes = cast.flatMap((person, p) => scenesOf(person).map((scene) => ({ scene, person: p, split: person.split })));
  const column = <T>(read: (scene: Scene) => T) => scenes.map(({ scene }) => read(scene));
  const pairs = (Object.entries(truthPairs) as [keyof typeof truthPairs, number][])
    .flatMap(([split, count]) => pairImages(scenes, split, count));
  const truths = pairs.map(([face, expression]): Scene => ({ ...scenes[face]!.scene, expression: scenes[expression]!.scene.expression }));
  const atlases = Array.from({ length: Math.ceil(truths.length / truthPerAtlas) }, (_, i) => ({
    file: `truth-${i}.webp`, scenes: truths.slice(i * truthPerAtlas, (i + 1) * truthPerAtlas),
  }));
  const people = cast.map((person) => ({ ...person, ...describe(person.identity), atlas: `person-${person.identity}.webp` }));
  const index = {
    version: 1, note: 'Synthetic people, rendered by npm run people; see NOTICE.', side: 128, columns: viewsEach, people,
    images: {
      person: scenes.map(({ person }) => person),
      expression: column(({ expression }) => expressionNames.indexOf(expression.name)),
      strength: column(({ expression }) => expression.strength), seed: column(({ expression }) => expression.seed),
      yaw: column(({ view }) => view.yaw), pitch: column(({ view }) => view.pitch), roll: column(({ view }) => view.roll),
      zoom: column(({ view }) => view.zoom), azimuth: column(({ view }) => view.light.azimuth),
      elevation: column(({ view }) => view.light.elevation), light: column(({ view }) => view.light.strength),
      background: column(({ view }) => view.background),
    },
    truth: {
      face: pairs.map(([face]) => face), expression: pairs.map(([, expression]) => expression),
      atlases: atlases.map(({ file }) => file), perAtlas: truthPerAtlas,
    },
  };
  return { index, sheets: [...cast.map((person, p) => ({ file: people[p]!.atlas, scenes: scenesOf(person) })), ...atlases] };
}

/** For looking: one row per person, the seven expressions as columns; or one person at growing strength. */
function planContactSheet(what: 'people' | 'strengths', from: number, count: number): Scene[] {
  const rows = Array.from({ length: count }, (_, row) => (what === 'people'
    ? { identity: from + row, strength: 0.9, seed: row }
    : { identity: from, strength: (1.2 * (row + 1)) / count, seed: 1 }));
  return rows.flatMap(({ identity, strength, seed }) =>
    expressionNames.map((name) => ({ identity, expression: { name, strength, seed }, view: frontView })));
}

declare global {
  interface Window {
    people: {
      drawSheet: typeof drawSheet;
      planDemoSet: typeof planDemoSet;
      planContactSheet: typeof planContactSheet;
      judgeSheet: typeof judgeSheet;
      judgeDemoSet: (base: string, side: number) => ReturnType<typeof judgeDemoSet>;
    };
  }
}

window.people = {
  drawSheet, judgeSheet, planDemoSet, planContactSheet,
  judgeDemoSet: (base, side) => judgeDemoSet(new URL(base, location.href).href, side, (done, total) => {
    if (done % 400 === 0) console.log(`${done}/${total} judged`);
  }),
};
