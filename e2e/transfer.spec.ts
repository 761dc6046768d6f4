// The transfer: images by picker, drop and paste; the picture and the verdicts are the engine's;
// a bad file changes nothing.

import { forward, messageOf, prepareImage } from './pages/console';
import type { ImageSlot } from './pages/imageSlot';
import { openPlayground, type Playground } from './pages/playground';
import { dropFiles, pasteImage } from './support/gestures';
import { canvasBytes, expectPicture, softmax } from './support/pixels';
import type { Samples } from './support/samples';
import { expect, test } from './support/test';
import { sharpenVerdicts } from './support/weightFiles';

/** What is on the page is what the engine answers for the two images. */
async function expectTransfer({ page, transfer }: Playground, { face, expression }: Samples): Promise<void> {
  const prepared = { face: await prepareImage(page, face), expression: await prepareImage(page, expression) };
  expectPicture(await canvasBytes(transfer.face.picture), prepared.face, 'face image');
  expectPicture(await canvasBytes(transfer.expression.picture), prepared.expression, 'expression image');
  const answer = await forward(page, { ...prepared, noiseSeed: 1 });
  expectPicture(await canvasBytes(transfer.generatedAt(0)), answer.image, 'generated face');

  const expectVerdict = async (network: 'M_ER' | 'D_e' | 'D_f', logits: number[], names: string[]) => {
    const found = await transfer.verdict(network);
    const shares = softmax(logits);
    expect([...found.keys()].sort(), network).toEqual([...names].sort());
    names.forEach((name, i) => expect(found.get(name), `${network}: ${name}`).toBeCloseTo(shares[i]!, 4));
  };
  const expressions = ['surprise', 'fear', 'disgust', 'happiness', 'sadness', 'anger', 'neutral'];
  await expectVerdict('M_ER', answer.expressionLogits, expressions);
  await expectVerdict('D_e', answer.generatedExpressionLogits, expressions);
  await expectVerdict('D_f', answer.faceLogits, [...[0, 1, 2, 3, 4].map((i) => `identity ${i}`), 'fake']);
}

test('transfer on WebGPU: picture and verdicts are the engine\'s', async ({ page, samples }) => {
  const playground = await openPlayground(page, { backend: 'webgpu' });
  await playground.weights.alter(sharpenVerdicts);
  await playground.transfer.fill(samples);
  await expect(playground.transfer.generatedAt(0)).toBeVisible();
  await expectTransfer(playground, samples);
});

test('transfer on WASM: dropped and pasted images do as well, and a slot can be cleared', async ({ page, samples }) => {
  const playground = await openPlayground(page, { backend: 'wasm' });
  const { transfer } = playground;
  await dropFiles(transfer.face.root, [samples.face]);
  await expect(transfer.face.pictureOf('anna.png')).toBeVisible();
  await pasteImage(transfer.expression.root, samples.expression);
  await expect(transfer.generatedAt(0)).toBeVisible();
  await expectTransfer(playground, samples);

  await transfer.face.clear.click();
  await expect(transfer.face.picture).toHaveCount(0);
  await expect(transfer.generated.getByRole('img')).toHaveCount(0);
});

test('transfer: pasted text and a dropped folder are refused in words', async ({ page, samples }) => {
  const { transfer } = await openPlayground(page, { backend: 'wasm' });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(() => navigator.clipboard.writeText('no image'));
  await transfer.face.root.focus();
  await page.keyboard.press('Control+V');
  await expect(transfer.face.error).toHaveText('The clipboard holds no image.');
  await dropFiles(transfer.expression.root, [samples.faceFolder]);
  await expect(transfer.expression.error).toHaveText('That is a folder. Drop one image of it here; folders of images go to the training set.');
});

const refusals: [file: 'text' | 'dot' | 'huge', message: RegExp][] = [
  ['text', /no image that can be read; give a PNG/],
  ['dot', /1x1 pixels; a face needs at least 16x16/],
  ['huge', /50 megapixels; at most 40 can be read/],
];

/** The slot keeps its picture and says what was wrong with the file. */
async function expectRefusal(slot: ImageSlot, path: string, message: RegExp): Promise<void> {
  const before = await canvasBytes(slot.picture);
  await slot.choose(path);
  await expect(slot.error).toHaveText(message);
  await expect(slot.error).toContainText(path.split('/').at(-1)!);
  await expect(slot.pictureOf('anna.png')).toBeVisible();
  expect(await canvasBytes(slot.picture)).toEqual(before);
}

test('transfer: bad files are refused at the slot and through window.tdgan', async ({ page, samples }) => {
  const { transfer } = await openPlayground(page, { backend: 'wasm' });
  await transfer.face.choose(samples.face);
  await expect(transfer.face.pictureOf('anna.png')).toBeVisible();
  for (const [file, message] of refusals) {
    await expectRefusal(transfer.face, samples[file], message);
    expect(await messageOf(prepareImage(page, samples[file])), file).toMatch(message);
  }
  // A good file takes the message away.
  await transfer.face.choose(samples.secondFace);
  await expect(transfer.face.pictureOf('ben.png')).toBeVisible();
  await expect(transfer.face.error).toHaveCount(0);
});

test('transfer on WASM: an image of a loaded set fills a slot', async ({ page, samples }) => {
  const { transfer: { face }, trainingSet } = await openPlayground(page, { backend: 'wasm' });
  await face.fromSet.click();
  await expect(face.setPicker).toContainText('No training set is loaded');
  await page.keyboard.press('Escape');
  await expect(face.setPicker).toHaveCount(0);
  await trainingSet.load(samples);
  await face.fromSet.click();
  await face.setPicker.getByRole('combobox', { name: 'Person' }).selectOption({ index: 1 });
  const images = face.setPicker.getByRole('button', { name: /^Take image \d+ of / });
  const taken = images.first();
  await expect(taken).toHaveAccessibleName(/ of person 2$/);
  const number = Number((await taken.getAttribute('aria-label'))!.match(/\d+/)![0]);
  await taken.click();
  await expect(face.setPicker).toHaveCount(0);
  await expect(face.pictureOf(`person 2 · image ${number}`)).toBeVisible();
  const { images: known } = await page.evaluate(async () => {
    const { images } = await window.tdgan.setImages({ branch: 'face', label: 1, count: 1 });
    return { images: Array.from(images) };
  });
  expectPicture(await canvasBytes(face.picture), known, 'the set\'s image');

  await face.fromSet.click();
  await face.setPicker.getByRole('button', { name: /^Expression set/ }).click();
  await expect(face.setPicker.getByRole('combobox', { name: 'Expression' })).toBeVisible();
});
