// An image file becomes the pixels that the networks see: the largest centered square, resized,
// gray by ITU-R 601 luma (Pillow's 'L') where the model is gray. Works in a worker. Surprise: the
// size is read from the file's header first, because decoding a hostile file is what costs memory.

import { imageSize } from 'image-size';

const maxMegapixels = 40;
const minSide = 16;
const readable = ['png', 'jpg', 'webp', 'gif', 'bmp', 'avif'];

/**
 * @param blob a PNG, JPEG, WebP, GIF, BMP or AVIF file, 16 pixels to 40 megapixels
 * @returns [side,side,channels], 0..255
 * @throws Error that says what is wrong with the file and what would do
 */
export async function decodeImage(blob: Blob, side: number, channels: number): Promise<Uint8Array> {
  checkHeader(new Uint8Array(await blob.arrayBuffer()));
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(blob);
  } catch {
    throw new Error('This image cannot be decoded; the file may be damaged.');
  }
  try {
    const square = Math.min(bitmap.width, bitmap.height);
    const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true })!;
    context.fillStyle = 'white'; // behind transparent pixels
    context.fillRect(0, 0, side, side);
    context.imageSmoothingQuality = 'high';
    context.drawImage(
      bitmap, (bitmap.width - square) / 2, (bitmap.height - square) / 2, square, square, 0, 0, side, side,
    );
    return toChannels(context.getImageData(0, 0, side, side).data, channels);
  } finally {
    bitmap.close();
  }
}

function checkHeader(bytes: Uint8Array): void {
  let header: { width: number; height: number; type?: string };
  try {
    header = imageSize(bytes);
  } catch {
    throw new Error('This file is no image that can be read; give a PNG, JPEG, WebP, GIF, BMP or AVIF image.');
  }
  const { width, height, type = '' } = header;
  if (!readable.includes(type)) {
    throw new Error(`Images of type ${type} cannot be read; give a PNG, JPEG, WebP, GIF, BMP or AVIF image.`);
  }
  if (width * height > maxMegapixels * 1e6) {
    throw new Error(
      `This image has ${Math.round((width * height) / 1e6)} megapixels; at most ${maxMegapixels} can be read. Scale it down or crop the face.`,
    );
  }
  if (width < minSide || height < minSide) {
    throw new Error(`This image is ${width}x${height} pixels; a face needs at least ${minSide}x${minSide}.`);
  }
}

function toChannels(rgba: Uint8ClampedArray, channels: number): Uint8Array {
  const count = rgba.length / 4;
  const out = new Uint8Array(count * channels);
  for (let i = 0; i < count; i++) {
    const [r, g, b] = [rgba[4 * i]!, rgba[4 * i + 1]!, rgba[4 * i + 2]!];
    if (channels === 1) out[i] = (r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16;
    else out.set([r, g, b], 3 * i);
  }
  return out;
}
