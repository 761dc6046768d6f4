// The images and folders that tests give to the page: faces drawn by formula, and files that are
// wrong in every way a person's files are. Written to a temporary folder once per worker.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { encodeBlackPng, encodePng, type Color } from './png';

export interface Samples {
  /** Single images. */
  face: string;
  secondFace: string;
  expression: string;
  secondExpression: string;
  /** Three identities, two expressions. */
  faceFolder: string;
  expressionFolder: string;
  /** As the face folder, and beside its images a text, a text called .png and a tiny image. */
  mixedFolder: string;
  emptyFolder: string;
  /** One of its folders names no expression. */
  unknownExpressionFolder: string;
  /** Six identities, one more than `tiny` tells apart. */
  crowdedFolder: string;
  /** No image, a 1x1 image, an image of 50 megapixels. */
  text: string;
  dot: string;
  huge: string;
}

interface Looks {
  skin: number;
  hair: number;
  /** -1 sad .. 1 happy. */
  mouth: number;
}

const people: Looks[] = [0, 1, 2, 3, 4, 5].map((i) => ({ skin: 140 + 20 * i, hair: 30 + 25 * i, mouth: 0 }));

/** An oval with hair, eyes and a curved mouth, upright and not square. */
function drawFace({ skin, hair, mouth }: Looks): Buffer {
  const size = { width: 72, height: 90 };
  return encodePng(size, (x, y): Color => {
    const [u, v] = [(x - 36) / 28, (y - 46) / 36];
    if (u * u + v * v > 1) return [90 + x, 110, 160 - y];
    if (v < -0.55) return [hair, hair >> 1, 20];
    if ([-0.4, 0.4].some((eye) => (u - eye) ** 2 + (v + 0.15) ** 2 < 0.012)) return [20, 20, 30];
    if (Math.abs(u) < 0.5 && Math.abs(v - 0.5 + mouth * 0.6 * (u * u - 0.1)) < 0.05) return [150, 40, 50];
    return [skin, skin - 30, skin - 60];
  });
}

export function writeSamples(): { samples: Samples; remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'tdgan-samples-'));
  const put = (path: string, content: Buffer | string): string => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  const folder = (name: string, files: Record<string, Buffer | string>): string => {
    mkdirSync(join(root, name));
    for (const [path, content] of Object.entries(files)) put(`${name}/${path}`, content);
    return join(root, name);
  };
  const identities = (count: number) => Object.fromEntries(people.slice(0, count).flatMap((looks, i) =>
    [0.3, -0.3].map((mouth, k) => [`person ${i + 1}/${k}.png`, drawFace({ ...looks, mouth })])));
  const happy = drawFace({ skin: 200, hair: 60, mouth: 1 });
  const sad = drawFace({ skin: 200, hair: 60, mouth: -1 });
  const dot = encodeBlackPng({ width: 1, height: 1 });
  const samples: Samples = {
    face: put('anna.png', drawFace(people[0]!)),
    secondFace: put('ben.png', drawFace(people[5]!)),
    expression: put('happy.png', happy),
    secondExpression: put('sad.png', sad),
    faceFolder: folder('faces', identities(3)),
    expressionFolder: folder('expressions', {
      'happiness/a.png': happy, 'happiness/b.png': drawFace({ skin: 170, hair: 90, mouth: 1 }),
      'sadness/a.png': sad, 'sadness/b.png': drawFace({ skin: 170, hair: 90, mouth: -1 }),
    }),
    mixedFolder: folder('mixed', { ...identities(2), 'notes.txt': 'text', 'person 1/text.png': 'no image', 'person 2/dot.png': dot }),
    emptyFolder: folder('empty', {}),
    unknownExpressionFolder: folder('moods', { 'happiness/a.png': happy, 'boredom/a.png': sad }),
    crowdedFolder: folder('crowd', identities(6)),
    text: put('text.png', 'This is no image.'),
    dot: put('dot.png', dot),
    huge: put('huge.png', encodeBlackPng({ width: 8000, height: 6250 })),
  };
  return { samples, remove: () => rmSync(root, { recursive: true, force: true }) };
}
