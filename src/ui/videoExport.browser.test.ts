// A video read again: size and length by the browser's own player, pixels, as near as a video brings them,
// by its decoder. Surprise: not by the player, which says that it has sought before it shows the frame.

import { ALL_FORMATS, BlobSource, CanvasSink, EncodedPacketSink, Input } from 'mediabunny';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { frameMs, paintSheet, thereAndBack, type Sheet } from './pictureExport';
import { toWebm, videoProblem } from './videoExport';

const size = 32;
/** A ramp that grows darker from frame to frame. */
const frame = (i: number): Sheet => ({
  pictures: [{ values: Float32Array.from({ length: size * size }, (_, at) => (0.2 + (0.8 * (at % size)) / size) * (1 - i / 6)), size, channels: 1 }],
  columns: 1, note: `step ${i}`,
});
const frames = thereAndBack(Array.from({ length: 5 }, (_, i) => frame(i)));

/** The picture in the middle of frame `index`. */
async function frameOf(frames: CanvasSink, index: number): Promise<ImageData> {
  const { canvas } = (await frames.getCanvas(((index + 0.5) * frameMs) / 1000))!;
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext('2d')!;
  context.drawImage(canvas, 0, 0);
  return context.getImageData(0, 0, copy.width, copy.height);
}

function meanDistance(a: ImageData, b: ImageData): number {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  return a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]!), 0) / a.data.length;
}

describe('a video of sheets', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('has each sheet as a frame, under its mark', async () => {
    expect(await videoProblem()).toBeNull();
    const blob = await toWebm(frames);
    const video = document.createElement('video');
    video.src = URL.createObjectURL(blob);
    await new Promise((resolve, reject) => {
      video.onloadeddata = resolve;
      video.onerror = () => reject(new Error(video.error!.message));
    });
    expect([video.videoWidth, video.videoHeight, video.duration]).toEqual([128, 150, expect.closeTo((8 * frameMs) / 1000, 2)]);
    URL.revokeObjectURL(video.src);

    const track = await new Input({ source: new BlobSource(blob), formats: ALL_FORMATS }).getPrimaryVideoTrack();
    const decoded = new CanvasSink(track!);
    for (const index of [0, 2, 4, 7]) {
      const sheet = paintSheet(frames[index]!);
      const wanted = sheet.getContext('2d')!.getImageData(0, 0, sheet.width, sheet.height);
      const found = await frameOf(decoded, index);
      expect(meanDistance(found, wanted), `frame ${index}`).toBeLessThan(4);
      const mark = found.data.slice(4 * 128 * 128);
      expect(Math.max(...mark.filter((_, i) => i % 4 === 0)), `mark of frame ${index}`).toBeGreaterThan(150);
    }
    const others = paintSheet(frames[1]!).getContext('2d')!.getImageData(0, 0, 128, 150);
    expect(meanDistance(await frameOf(decoded, 4), others)).toBeGreaterThan(10);

    const times: number[] = [];
    for await (const { timestamp } of new EncodedPacketSink(track!).packets()) times.push(Math.round(1000 * timestamp));
    expect(times).toEqual(frames.map((_, i) => i * frameMs));
  });

  it('is refused in words where the browser has no encoder', async () => {
    vi.stubGlobal('VideoEncoder', undefined);
    expect(await videoProblem()).toMatch(/cannot write WebM videos; a newer Chrome/);
    await expect(toWebm(frames)).rejects.toThrow('cannot write WebM videos');
  });
});
