// Pictures on the page as numbers, and their comparison with what the engine says.

import { expect, type Locator } from 'playwright/test';

/** The red channel of a canvas, 0..255, by rows; gray pictures have nothing else. */
export function canvasBytes(canvas: Locator): Promise<number[]> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const { data } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height);
    return Array.from({ length: data.length / 4 }, (_, pixel) => data[4 * pixel]!);
  });
}

/** Fails unless every byte is within 1 of the value in [0, 1], and the picture is no flat area. */
export function expectPicture(found: number[], values: number[], what: string): void {
  expect(found.length, `${what}: pixels`).toBe(values.length);
  let worst = 0;
  values.forEach((value, i) => {
    const distance = Math.abs(found[i]! - 255 * value);
    if (!(distance <= worst)) worst = distance;
  });
  expect(worst, `${what}: largest distance in 1/255`).toBeLessThanOrEqual(1);
  expect(new Set(found).size, `${what}: different gray levels`).toBeGreaterThan(3);
}

/** Mean distance of two pictures' bytes. */
export function meanDistance(a: number[], b: number[]): number {
  expect(a.length).toBe(b.length);
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
}

export function softmax(logits: number[]): number[] {
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
