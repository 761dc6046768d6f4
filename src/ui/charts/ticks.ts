// Axis numbers that fit a narrow margin: 12000 -> "12k", 0.00012 -> "1.2e-4".

/** With as many digits as it takes to tell the numbers apart. */
export function formatTicks(values: readonly number[]): string[] {
  let labels: string[] = [];
  for (let digits = 4; digits <= 7; digits += 1) {
    labels = values.map((value) => formatTick(value, digits));
    if (new Set(labels).size === labels.length) break;
  }
  return labels;
}

function formatTick(value: number, digits: number): string {
  const trim = (scaled: number) => String(Number(scaled.toPrecision(digits)));
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e6) return `${trim(value / 1e6)}M`;
  if (size >= 1e4) return `${trim(value / 1e3)}k`;
  return size < 1e-3 ? value.toExponential(digits - 3) : trim(value);
}

/** Seconds of training: 0.5 -> "0.5s", 90 -> "1:30", 3725 -> "1:02:05". */
export function formatClock(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toPrecision(4))}s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const tail = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}
