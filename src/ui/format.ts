// Numbers as the page writes them: always the same width class, so that nothing jumps when they
// change (the style sheet adds tabular figures).

export const formatCount = (count: number): string => count.toLocaleString('en-US');

/** 16164231 -> "16.2 M". */
export function formatMillions(count: number): string {
  if (count >= 1e6) return `${(count / 1e6).toFixed(1)} M`;
  return count >= 1e4 ? `${(count / 1e3).toFixed(0)} k` : formatCount(count);
}

export const formatPercent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const formatAlpha = (alpha: number): string => alpha.toFixed(2).replace('-', '−');

/** A share of black to white, in gray levels: 0.0165 -> "4.2 gray levels". */
export const formatGrayLevels = (share: number): string => `${(255 * share).toFixed(255 * share < 0.95 ? 2 : 1)} gray levels`;

/** 1.53 -> "1.5 times", 12.3 -> "12 times". */
export const formatTimes = (ratio: number): string => `${ratio.toFixed(ratio < 9.95 ? 1 : 0)} times`;

/** A loss: four digits after the point, or powers of ten where that says nothing. */
export function formatLoss(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e4) ? value.toExponential(2) : value.toFixed(4);
}

/** 12.34 -> "12.3 ms", 6941 -> "6.94 s": three digits, more only above 100 s. */
export function formatMs(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  return `${ms.toFixed(ms < 100 ? 1 : 0)} ms`;
}

/** "1 image", "2 images". */
export function formatPlural(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** 1900000000 -> "1.90 GB"; decimal units, as in the README. */
export function formatBytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

/** 200000 -> "3 min 20 s": two units at most. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${formatCount(Math.floor(hours / 24))} d ${hours % 24} h`;
}

/** "Nov 25, 09:41", with the year where it is another than now. */
export function formatDate(ms: number): string {
  const date = new Date(ms);
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : 'numeric';
  return date.toLocaleString('en-US', { month: 'short', day: 'numeric', year, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}
