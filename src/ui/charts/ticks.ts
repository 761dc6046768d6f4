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
