// The way back: pixels as the networks see them become an image file. Works in a worker.

/** @param pixels [side,side,channels], 0..255 */
export function encodeImage(pixels: Uint8Array, side: number, channels: number): Promise<Blob> {
  const picture = new ImageData(side, side);
  for (let pixel = 0; pixel < side * side; pixel++) {
    for (let color = 0; color < 3; color++) picture.data[4 * pixel + color] = pixels[pixel * channels + (channels === 1 ? 0 : color)]!;
    picture.data[4 * pixel + 3] = 255;
  }
  const canvas = new OffscreenCanvas(side, side);
  canvas.getContext('2d')!.putImageData(picture, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}
