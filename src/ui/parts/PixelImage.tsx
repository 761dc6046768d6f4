// A picture exactly as the networks see it or draw it, pixel for pixel on a canvas. Surprise:
// its name for assistive technology and tests is the label, since a canvas says nothing itself.

import { useEffect, useRef } from 'react';
import type { Picture } from '../../store/state';

export function PixelImage({ picture, label }: { picture: Picture; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => paintPicture(canvas.current!, picture), [picture]);
  return (
    <canvas
      ref={canvas}
      className="pixel-image"
      width={picture.size}
      height={picture.size}
      role="img"
      aria-label={label}
    />
  );
}

/** Onto a canvas of the picture's size. */
export function paintPicture(canvas: HTMLCanvasElement, { values, size, channels }: Picture): void {
  const bytes = new ImageData(size, size);
  for (let pixel = 0; pixel < size * size; pixel += 1) {
    for (let color = 0; color < 3; color += 1) {
      bytes.data[4 * pixel + color] = 255 * values[pixel * channels + (channels === 1 ? 0 : color)]!;
    }
    bytes.data[4 * pixel + 3] = 255;
  }
  canvas.getContext('2d')!.putImageData(bytes, 0, 0);
}
