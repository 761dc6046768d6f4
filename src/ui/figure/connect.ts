// How an arrow runs from one box to another, as SVG paths: straight where it can, in an S where the
// boxes are offset, around a corner where others stand between them.

/** In pixels from the top left corner of the drawing. */
export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Length and half width of an arrow's head, and how far it stays away from its box. */
const head = 6;
const clearance = 3;
/** An arrow keeps this far from the corners of a box. */
const margin = 14;
const corner = 12;

const middleX = ({ left, right }: Box) => (left + right) / 2;
const middleY = ({ top, bottom }: Box) => (top + bottom) / 2;
const within = (value: number, low: number, high: number) => (low > high ? (low + high) / 2 : Math.min(Math.max(value, low), high));

/**
 * @returns the line and its head: to the right where `to` lies there, else downwards. To a box that is far
 * away it runs as low as it can, or first down and then along, below what stands between. To one far below
 * it runs at the right of what stands between.
 */
export function connect(from: Box, to: Box): { line: string; head: string } {
  const gap = to.left - from.right;
  const drop = to.top - from.bottom;
  if (gap < 0) return drop > 3 * (from.bottom - from.top) ? beside(from, to) : down(from, to);
  const far = gap > from.right - from.left;
  if (far && middleY(to) > from.bottom + corner) return aroundCorner(from, to);
  return along(from, to, far ? from.bottom - margin : middleY(from));
}

/** @param height where it would best arrive */
function along(from: Box, to: Box, height: number) {
  const x = to.left - clearance;
  const y = within(height, to.top + margin, to.bottom - margin);
  const start = within(y, from.top + margin, from.bottom - margin);
  const bend = (to.left - from.right) / 2;
  return {
    line: `M${from.right} ${start}C${from.right + bend} ${start} ${x - head - bend} ${y} ${x - head} ${y}`,
    head: sideways(x, y, -1),
  };
}

function down(from: Box, to: Box) {
  const y = to.top - clearance;
  const x = within(middleX(from), to.left + margin, to.right - margin);
  const start = within(x, from.left + margin, from.right - margin);
  const bend = (to.top - from.bottom) / 2;
  return {
    line: `M${start} ${from.bottom}C${start} ${from.bottom + bend} ${x} ${y - head - bend} ${x} ${y - head}`,
    head: `M${x - head / 1.5} ${y - head}L${x} ${y}L${x + head / 1.5} ${y - head}Z`,
  };
}

function aroundCorner(from: Box, to: Box) {
  const x = to.left - clearance;
  const [startX, y] = [middleX(from), middleY(to)];
  return {
    line: `M${startX} ${from.bottom}V${y - corner}Q${startX} ${y} ${startX + corner} ${y}H${x - head}`,
    head: sideways(x, y, -1),
  };
}

/** Out at the right, down, and in at the right of `to`, at the height of its heading. */
function beside(from: Box, to: Box) {
  const x = Math.max(from.right, to.right) + margin - clearance;
  const [startY, y, end] = [middleY(from), Math.min(to.top + 2 * margin, middleY(to)), to.right + clearance];
  return {
    line: `M${from.right} ${startY}Q${x} ${startY} ${x} ${startY + corner}V${y - corner}Q${x} ${y} ${end + head} ${y}`,
    head: sideways(end, y, 1),
  };
}

/** A head with its tip at (x, y), whose back lies at the left (-1) or right (1) of it. */
function sideways(x: number, y: number, back: -1 | 1): string {
  return `M${x + back * head} ${y - head / 1.5}L${x} ${y}L${x + back * head} ${y + head / 1.5}Z`;
}
