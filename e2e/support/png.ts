// PNG files made by hand, so that no test needs a picture from elsewhere: 8-bit colour, and a
// one-bit form whose fifty megapixels take a few kilobytes.

import { deflateSync } from 'node:zlib';

export type Color = readonly [number, number, number];

/** @param color what stands at x, y, 0..255 */
export function encodePng({ width, height }: { width: number; height: number }, color: (x: number, y: number) => Color): Buffer {
  const rows = Buffer.alloc(height * (1 + 3 * width)); // each row begins with its filter, 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      color(x, y).forEach((value, channel) => { rows[y * (1 + 3 * width) + 1 + 3 * x + channel] = value; });
    }
  }
  return assemble({ width, height, bitDepth: 8, colorType: 2 }, rows);
}

/** A black image of one bit per pixel. */
export function encodeBlackPng({ width, height }: { width: number; height: number }): Buffer {
  return assemble({ width, height, bitDepth: 1, colorType: 0 }, Buffer.alloc(height * (1 + Math.ceil(width / 8))));
}

function assemble(head: { width: number; height: number; bitDepth: number; colorType: number }, rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(head.width, 0);
  header.writeUInt32BE(head.height, 4);
  header[8] = head.bitDepth;
  header[9] = head.colorType;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
