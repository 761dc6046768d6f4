// The person studio: whom and how it draws, by mouse and keyboard; and a picture's way into a slot or a
// set. Because a scene says everything, the truth of a transfer can be drawn again and compared.

import type { Page } from 'playwright/test';
import { scoreWords } from '../src/ui/panels/scoreWords';
import { compareWithTruth, forward } from './pages/console';
import type { PersonStudio } from './pages/personStudio';
import { openPlayground } from './pages/playground';
import { canvasBytes, expectPicture, meanDistance } from './support/pixels';
import { expect, test } from './support/test';

const shares = (bytes: number[]) => bytes.map((byte) => byte / 255);
const seven = ['surprise', 'fear', 'disgust', 'happiness', 'sadness', 'anger', 'neutral'];

async function drawn(studio: PersonStudio, name: string): Promise<number[]> {
  await studio.expectDrawn(name);
  return canvasBytes(studio.picture);
}

/** Moves a slider by keys, as a person without a mouse does. */
async function press(page: Page, key: string, times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) await page.keyboard.press(key);
}

test('studio: another person, back and forward, expressions by keyboard, controls with values and reset', async ({ page }) => {
  const { studio } = await openPlayground(page, { backend: 'wasm' });
  const first = Number(await studio.person.inputValue());
  await studio.newPerson.click();
  const second = Number(await studio.person.inputValue());
  expect(second).not.toBe(first);
  const theOther = await drawn(studio, `person ${second} · happiness`);
  await studio.before.click();
  const theFirst = await drawn(studio, `person ${first} · happiness`);
  expect(meanDistance(theFirst, theOther)).toBeGreaterThan(5);
  await expect(studio.before).toBeDisabled();
  await studio.after.click();
  expect(await drawn(studio, `person ${second} · happiness`)).toEqual(theOther);

  await studio.choosePerson(17);
  const happy = await drawn(studio, 'person 17 · happiness');
  await expect(studio.expressions).toHaveText(seven);
  await studio.expression('happiness').focus();
  await press(page, 'Tab', 2);
  await page.keyboard.press('Enter');
  const angry = await drawn(studio, 'person 17 · anger');
  expect(meanDistance(happy, angry)).toBeGreaterThan(1);
  await expect(studio.expression('anger')).toHaveAttribute('aria-pressed', 'true');
  await expect(studio.expression('happiness')).toHaveAttribute('aria-pressed', 'false');

  const turn = studio.slider('Turn');
  await expect(studio.reset('Turn')).toBeDisabled();
  await turn.focus();
  await press(page, 'ArrowRight', 20);
  await expect(turn).toHaveValue('20');
  await expect(studio.root.getByRole('status').filter({ hasText: '20°' })).toBeVisible();
  expect(meanDistance(await drawn(studio, 'person 17 · anger'), angry)).toBeGreaterThan(3);
  await studio.reset('Turn').click();
  await expect(turn).toHaveValue('0');
  expect(await drawn(studio, 'person 17 · anger')).toEqual(angry);

  await studio.person.fill('-1');
  await studio.person.press('Enter');
  await expect(studio.root).toContainText('A whole number from 0 to 4294967295. Not applied.');
  await studio.expectDrawn('person 17 · anger');
});

test('studio on WebGPU: people as images of a transfer, held against the truth, which the studio draws alike', async ({ page, samples }) => {
  const { studio, transfer, interpolation } = await openPlayground(page, { backend: 'webgpu' });
  await studio.choosePerson(17);
  await studio.expression('neutral').click();
  await studio.slider('Turn').fill('15');
  await studio.give('Use as face').click();
  await expect(studio.note).toHaveText('person 17 · neutral is the face image.');
  await expect(transfer.truth.root).toContainText('Needs people of the studio in both slots');
  await studio.choosePerson(21);
  await studio.expression('surprise').click();
  await studio.slider('Turn').fill('-20');
  await studio.slider('Strength').fill('0.8');
  await studio.give('Use as expression').click();
  await expect(transfer.expression.pictureOf('person 21 · surprise')).toBeVisible();
  await expect(transfer.truth.picture).toBeVisible();
  const truth = await canvasBytes(transfer.truth.picture);

  // The same scene by hand: person 17, their view, the other's expression.
  await studio.choosePerson(17);
  await studio.slider('Turn').fill('15');
  await studio.give('Use as second face').click();
  await expect(interpolation.secondFace.pictureOf('person 17 · surprise')).toBeVisible();
  expect(await canvasBytes(interpolation.secondFace.picture)).toEqual(truth);
  const face = await canvasBytes(transfer.face.picture);
  expect(meanDistance(truth, face)).toBeGreaterThan(0.5);

  // The numbers are those of the pictures.
  const generated = await canvasBytes(transfer.generatedAt(0));
  await expect(transfer.truth.differenceAt(0)).toBeVisible();
  const difference = await canvasBytes(transfer.truth.differenceAt(0));
  expect(Math.max(...difference.map((value, i) => Math.abs(value - Math.abs(generated[i]! - truth[i]!))))).toBeLessThanOrEqual(2);
  expect(await transfer.truth.score('L1')).toBeCloseTo(meanDistance(generated, truth) / 255, 2);
  const changed = truth.flatMap((value, i) => (Math.abs(value - face[i]!) > 8 ? [i] : []));
  const at = (values: number[]) => changed.map((i) => values[i]!);
  expect(await transfer.truth.score('L1 where it changes')).toBeCloseTo(meanDistance(at(generated), at(truth)) / 255, 1);
  const images = { face: shares(face), expression: shares(await canvasBytes(transfer.expression.picture)) };
  expectPicture(generated, (await forward(page, { ...images, noiseSeed: 1 })).image, 'generated face');
  const told = await compareWithTruth(page, { ...images, truth: shares(truth), noiseSeed: 1 });
  expectPicture(difference, told.difference, 'difference');
  for (const { key, title } of scoreWords.filter((word) => word.key in told.scores)) {
    expect(await transfer.truth.score(title), title).toBeCloseTo(told.scores[key as keyof typeof told.scores]!, 2);
  }

  // Of a photograph nobody knows the truth.
  await transfer.expression.choose(samples.expression);
  await expect(transfer.truth.picture).toHaveCount(0);
  await expect(transfer.truth.root).toContainText('Needs people of the studio in both slots');
  await expect(transfer.expression.root).not.toContainText('synthetic');
});

test('studio: pictures go into the training sets, and one too many is refused in words', async ({ page }) => {
  const { studio, trainingSet: { face, expression }, training } = await openPlayground(page, { backend: 'wasm', demo: 'set' });
  await expect(face.summary).toHaveText('280 images in 5 classes synthetic');
  await studio.choosePerson(17);
  await studio.give('Add to expression set').click();
  await expect(studio.note).toHaveText('person 17 · happiness added to the expression set, 1,681 images.');
  await expect(expression.classes).toContainText(['happiness × 241']);
  await expect(expression.summary).toHaveText('1,681 images in 7 classes synthetic');

  await studio.give('Add to face set').click();
  await expect(studio.note).toContainText('person 17 · happiness was not added to the face set. The face set has 5 identities and the model tells 5 apart');
  await expect(face.summary).toHaveText('280 images in 5 classes synthetic');
  const known = (await face.classes.first().textContent())!.match(/person (\d+)/)![1]!;
  await studio.choosePerson(Number(known));
  await studio.give('Add to face set').click();
  await expect(studio.note).toHaveText(`person ${known} · happiness added to the face set, 281 images.`);
  await expect(face.summary).toHaveText('281 images in 5 classes synthetic');
  await training.takeStep();
  await training.start.click();
  await expect(training.state).toHaveText('running');
  await expect(studio.give('Add to face set')).toBeDisabled();
  await expect(studio.root).toContainText('Pause the training first.');
  await training.pause.click();
});
