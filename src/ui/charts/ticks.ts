// Axis numbers that fit a narrow margin: 12000 -> "12k", 0.00012 -> "1.2e-4".

export function formatTick(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e6) return `${trim(value / 1e6)}M`;
  if (size >= 1e4) return `${trim(value / 1e3)}k`;
  return size < 1e-3 ? value.toExponential(1) : trim(value);
}

const trim = (value: number): string => String(Number(value.toPrecision(4)));
