// What a button saves, as the pixels of its frames. The browser decodes; a video is first taken apart here,
// since the page's policy lets it play none.

import { readFileSync } from 'node:fs';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import type { Locator, Page } from 'playwright/test';

export interface SavedFrame {
  width: number;
  height: number;
  /** The red channel, 0..255, by rows; gray pictures have nothing else. */
  red: number[];
}

async function saved(page: Page, button: Locator): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** Of a PNG or GIF. */
export async function savedPictures(page: Page, button: Locator): Promise<{ name: string; frames: SavedFrame[] }> {
  const { name, bytes } = await saved(page, button);
  const frames = await page.evaluate(async ({ type, base64 }) => {
    const decoder = new ImageDecoder({ data: Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)), type });
    await decoder.tracks.ready;
    await decoder.completed;
    const out: { width: number; height: number; red: number[] }[] = [];
    for (let i = 0; i < decoder.tracks.selectedTrack!.frameCount; i++) {
      const { image } = await decoder.decode({ frameIndex: i });
      const { displayWidth: width, displayHeight: height } = image;
      const context = new OffscreenCanvas(width, height).getContext('2d')!;
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      out.push({ width, height, red: Array.from({ length: width * height }, (_, p) => data[4 * p]!) });
      image.close();
    }
    return out;
  }, { type: name.endsWith('.gif') ? 'image/gif' : 'image/png', base64: bytes.toString('base64') });
  return { name, frames };
}

/** Of a WebM, with the time of each frame in ms. */
export async function savedVideo(page: Page, button: Locator): Promise<{ name: string; frames: SavedFrame[]; times: number[] }> {
  const { name, bytes } = await saved(page, button);
  const track = (await new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS }).getPrimaryVideoTrack())!;
  const { codec } = (await track.getDecoderConfig())!;
  const packets: { key: boolean; time: number; base64: string }[] = [];
  for await (const { type, timestamp, data } of new EncodedPacketSink(track).packets()) {
    packets.push({ key: type === 'key', time: Math.round(1000 * timestamp), base64: Buffer.from(data).toString('base64') });
  }
  const frames = await page.evaluate(async (given) => {
    const out: { width: number; height: number; red: number[] }[] = [];
    const decoder = new VideoDecoder({
      error: () => undefined, // flush() is rejected, too
      output: (frame) => {
        const { displayWidth: width, displayHeight: height } = frame;
        const context = new OffscreenCanvas(width, height).getContext('2d')!;
        context.drawImage(frame, 0, 0);
        const { data } = context.getImageData(0, 0, width, height);
        out.push({ width, height, red: Array.from({ length: width * height }, (_, p) => data[4 * p]!) });
        frame.close();
      },
    });
    decoder.configure({ codec: given.codec });
    for (const { key, time, base64 } of given.packets) {
      const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      decoder.decode(new EncodedVideoChunk({ type: key ? 'key' : 'delta', timestamp: 1000 * time, data }));
    }
    await decoder.flush();
    return out;
  }, { codec, packets });
  return { name, frames, times: packets.map(({ time }) => time) };
}

/** The picture of side `size` at a place of a sheet, one pixel out of each of its squares. */
export function pictureIn({ width, red }: SavedFrame, { size, scale, left, top }: { size: number; scale: number; left: number; top: number }): number[] {
  return Array.from({ length: size * size }, (_, i) =>
    red[(top + Math.floor(i / size) * scale + 1) * width + left + (i % size) * scale + 2]!);
}

/** The mark of a sheet, which is its last 22 rows. */
export const markOf = ({ width, height, red }: SavedFrame): number[] => red.slice(width * (height - 22));
