import { describe, expect, it } from 'vitest';
import { connect, type Box } from './connect';

const box = (left: number, top: number, [width, height] = [100, 80]): Box => ({ left, top, right: left + width!, bottom: top + height! });

describe('connect', () => {
  it('runs straight to a box at the right, and ends before it', () => {
    expect(connect(box(0, 0), box(140, 0)).line).toBe('M100 40C120 40 111 40 131 40');
    expect(connect(box(0, 0), box(140, 0)).head).toMatch(/L137 40L/);
  });

  it('stays on both boxes where they overlap only a little', () => {
    const { line } = connect(box(0, 0, [100, 300]), box(140, 250));
    expect(line).toMatch(/^M100 264C/);
    expect(line).toMatch(/ 131 264$/);
  });

  it('bends where the boxes are offset', () => {
    expect(connect(box(0, 0), box(140, 200)).line).toBe('M100 66C120 66 111 214 131 214');
  });

  it('goes down to a box below', () => {
    expect(connect(box(0, 0), box(0, 120)).line).toBe('M50 80C50 100 50 91 50 111');
  });

  it('runs low where the other box is far away', () => {
    expect(connect(box(0, 0), box(500, 10)).line).toBe('M100 66C300 66 291 66 491 66');
  });

  it('goes around what stands between, down first', () => {
    expect(connect(box(0, 0), box(500, 200)).line).toBe('M50 80V228Q50 240 62 240H491');
  });

  it('goes to a box far below at the right of what stands between', () => {
    expect(connect(box(0, 0), box(0, 400)).line).toBe('M100 40Q111 40 111 52V416Q111 428 109 428');
  });

  it('never yields a number that is none, even for boxes smaller than its margins', () => {
    const point = box(0, 0, [0, 0]);
    for (const to of [point, box(10, 0, [2, 2]), box(0, 10, [2, 2])]) expect(Object.values(connect(point, to)).join()).not.toMatch(/NaN|undefined/);
  });
});
