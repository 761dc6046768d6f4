// A benchmark's result as two tables: the adapter at its best, and a column per contender.

import type { BenchmarkResult, BenchmarkRow, MicrobenchResult } from '../../engine/engine';
import { backendLabels } from '../../store/selectors';
import type { BenchmarkChoice } from '../../store/state';
import { formatBytes, formatCount, formatMs, formatPercent } from '../format';
import { adapterName } from './DeviceLine';

interface Line {
  title: string;
  note?: string;
  value: (row: BenchmarkRow) => string | null;
}

const counted = (field: 'dispatches' | 'submits' | 'newBuffers' | 'readbacks') => ({ counts }: BenchmarkRow) => counts && formatCount(counts[field]);

const lines: Line[] = [
  { title: 'Time of a step', note: 'fastest', value: ({ bestMs }) => formatMs(bestMs) },
  { title: 'Images per second', value: ({ imagesPerSecond }) => imagesPerSecond.toFixed(imagesPerSecond < 10 ? 2 : 0) },
  { title: 'Dispatches', value: counted('dispatches') },
  { title: 'Submits', value: counted('submits') },
  { title: 'New buffers', value: counted('newBuffers') },
  { title: 'Readbacks', value: counted('readbacks') },
  { title: 'GPU memory', note: 'ours with the model of the page', value: ({ counts }) => counts && formatBytes(counts.peakBytes) },
  { title: 'Share of the multiplication peak', value: ({ fractionOfPeak }) => (fractionOfPeak === null ? null : formatPercent(fractionOfPeak)) },
  { title: 'Time over the physical limit', value: ({ bestMs, limitMs }) => (limitMs === null ? null : `${(bestMs / limitMs).toFixed(1)} x`) },
];

export function BenchmarkTable({ result }: { result: BenchmarkResult & { choice: BenchmarkChoice } }) {
  const { backend, adapter, choice, rows, microbench } = result;
  const shown = lines.filter(({ value }) => rows.some((row) => value(row) !== null));
  const source = [backendLabels[backend], adapterName({ adapter }), `${choice.preset} preset`, `batch ${choice.batch}`].filter(Boolean).join(' · ');
  return (
    <div className="benchmark-result">
      <p className="source">{source}</p>
      {microbench && <p className="quiet">{adapterText(microbench)}</p>}
      <table className="data" aria-label="Benchmark results">
        <thead>
          <tr>
            <td />
            {rows.map(({ who, what }) => <th key={`${who} ${what}`} scope="col">{`${who === 'ours' ? '' : `${who} tfjs, `}${what}`}</th>)}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ title, note, value }) => (
            <tr key={title}>
              <th scope="row">{title}{note && <span className="quiet">{`, ${note}`}</span>}</th>
              {rows.map((row) => <td key={`${row.who} ${row.what}`} className="numeric">{value(row) ?? '–'}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function adapterText({ matmulGflops, matmulSize, bandwidthGBs, dispatchMicroseconds }: MicrobenchResult): string {
  return `Adapter at its best: ${matmulGflops.toFixed(1)} GFLOPS (matrix multiplication, ${matmulSize} rows), ${bandwidthGBs.toFixed(1)} GB/s (copy), ${dispatchMicroseconds.toFixed(1)} µs a dispatch.`;
}
