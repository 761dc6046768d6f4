// The benchmark's results as text: one table of times, one of counts, each number with where it
// comes from.

const number = (value, digits = 0) => (value === null || value === undefined ? '-' : value.toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: digits }));
const gigabytes = (bytes) => `${number(bytes / 1e9, 2)} GB`;
const percent = (share) => (share === null ? '-' : `${number(100 * share, 1)} %`);

/** Columns as wide as their widest cell; all but the first two to the right. */
function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  ').trimEnd()).join('\n');
}

function deviceName({ backend, adapter, threads }) {
  if (!adapter) return `${backend}${threads ? `, ${threads} ${threads === 1 ? 'thread' : 'threads'}` : ''}`;
  return `${backend}, ${adapter.description || `${adapter.vendor} ${adapter.architecture}`}${adapter.software ? ' (software)' : ''}`;
}

function adapterLines({ device, microbench }) {
  const { matmuls, matmulSize, matmulGflops, bandwidthGBs, dispatchMicroseconds } = microbench;
  return [
    `Adapter: ${deviceName(device)}`,
    `  ${number(matmulGflops, 1)} GFLOPS in ${matmulSize} x ${matmulSize} matrix multiplications (${matmuls.map(({ name, gflops }) => `${name} ${number(gflops, 1)}`).join(', ')})`,
    `  ${number(bandwidthGBs, 1)} GB/s in a copy, ${number(dispatchMicroseconds, 1)} microseconds a dispatch`,
  ].join('\n');
}

function timeRow(row, ours) {
  const { who, what, batch, bestMs, imagesPerSecond, counts, fractionOfPeak, limitMs } = row;
  return [
    who, what, number(batch), number(bestMs, 1), number(imagesPerSecond, 2), ours ? `${number(bestMs / ours.bestMs, 2)} x` : '-',
    number(counts?.dispatches), number(counts?.submits), number(counts?.newBuffers), number(counts?.readbacks), percent(fractionOfPeak),
    limitMs === null ? '-' : `${number(bestMs / limitMs, 1)} x`,
  ];
}

const timeHead = ['who', 'what', 'batch', 'ms', 'images/s', 'to ours', 'dispatches', 'submits', 'new buffers', 'readbacks', 'of peak', 'over limit'];

function timeTable(result) {
  const ours = result.rows.find(({ who }) => who === 'ours');
  return `${deviceName(result.device)}\n${table([timeHead, ...result.rows.map((row) => timeRow(row, ours))])}`;
}

const countHead = ['who', 'what', 'batch', 'dispatches', 'submits', 'new buffers', 'readbacks', 'pipelines', 'peak GPU bytes'];

function countTable({ counts }) {
  return `Dry: every call made, nothing computed; a repetition in the steady state, pipelines and bytes of the whole run\n${table([countHead, ...counts.map(({ who, what, batch, repetition, life }) => [
    who, what, number(batch), number(repetition.dispatches), number(repetition.submits), number(repetition.newBuffers), number(repetition.readbacks),
    number(life.pipelines), gigabytes(life.peakBytes),
  ])])}`;
}

/** @param report what run.mjs writes as JSON */
export function tablesOf({ browser, preset, repetitions, parts, failures }) {
  return [
    `TDGAN benchmark: preset ${preset}, Chromium ${browser}, fastest of ${repetitions}, contenders in turns`,
    ...Object.values(parts).flatMap((result) => [
      ...(result.microbench ? [adapterLines(result)] : []),
      ...(result.rows ? [timeTable(result)] : []),
      ...(result.counts ? [countTable(result)] : []),
    ]),
    ...Object.entries(failures).map(([name, message]) => `The part ${name} failed: ${message}`),
  ].join('\n\n');
}
