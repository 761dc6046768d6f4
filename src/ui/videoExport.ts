// Sheets one after the other as a WebM video, encoded by the browser itself. Surprise: the library that
// writes the file is loaded with the first video, since most visits need none.

import { frameMs, paintSheet, type Sheet } from './pictureExport';

/** The better one first. */
const codecs = ['vp9', 'vp8'] as const;
const noEncoder = 'This browser cannot write WebM videos; a newer Chrome, Edge or Firefox can.';

/** Why this browser writes no WebM; null where it does. */
export async function videoProblem(): Promise<string | null> {
  if (typeof VideoEncoder === 'undefined') return noEncoder;
  const config = { width: 128, height: 150, bitrate: 1e6 };
  const answers = await Promise.all(['vp09.00.10.08', 'vp8'].map((codec) => VideoEncoder.isConfigSupported({ ...config, codec })));
  return answers.some(({ supported }) => supported) ? null : noEncoder;
}

/**
 * One sheet after the other, once.
 * @param frames of one size
 * @throws Error where the browser encodes no video of that size
 */
export async function toWebm(frames: readonly Sheet[]): Promise<Blob> {
  const problem = await videoProblem();
  if (problem) throw new Error(problem);
  const { BufferTarget, CanvasSource, getFirstEncodableVideoCodec, Output, Quality, WebMOutputFormat } = await import('mediabunny');
  const canvas = paintSheet(frames[0]!);
  const context = canvas.getContext('2d')!;
  const quality = new Quality('very-high');
  const codec = await getFirstEncodableVideoCodec([...codecs], { width: canvas.width, height: canvas.height, quality });
  if (!codec) throw new Error(noEncoder);
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new CanvasSource(canvas, { codec, quality });
  output.addVideoTrack(source, { frameRate: 1000 / frameMs });
  await output.start();
  for (const [i, frame] of frames.entries()) {
    context.drawImage(paintSheet(frame), 0, 0);
    await source.add((i * frameMs) / 1000, frameMs / 1000);
  }
  await output.finalize();
  return new Blob([target.buffer!], { type: 'video/webm' });
}
