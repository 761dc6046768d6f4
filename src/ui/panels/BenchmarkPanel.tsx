// How fast this machine is at TDGAN: what its adapter can do at best, and our step held against it
// and, on request, against stock tfjs. Every number stands beside the adapter, backend, preset and
// batch it was measured with.

import { useState } from 'react';
import { presets, type PresetName } from '../../config';
import { backendLabels, replacingBlocked } from '../../store/selectors';
import type { BenchmarkChoice } from '../../store/state';
import { download } from '../download';
import { useActions, useApp } from '../page';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { Panel } from '../parts/Panel';
import { ProgressLine } from '../parts/ProgressLine';
import { BenchmarkTable } from './BenchmarkTable';

const largestBatch = 64;

export function BenchmarkPanel() {
  const running = useApp(({ activity }) => activity === 'benchmarking');
  const { result, error } = useApp((state) => state.benchmark);
  const save = () => download(new Blob([JSON.stringify(result, null, 2)], { type: 'application/json' }), 'tdgan-benchmark.json');
  return (
    <Panel
      title="Benchmark" className="benchmark"
      lead="Times training steps on a model of its own; yours stays as it is. Nothing leaves this machine."
    >
      <BenchmarkForm running={running} />
      {running && <ProgressLine label="Benchmark progress" />}
      {error && <p role="alert" className="error">{error}</p>}
      {result && <BenchmarkTable result={result} />}
      {result && <div className="row"><button type="button" onClick={save}>Save as JSON</button></div>}
    </Panel>
  );
}

function BenchmarkForm({ running }: { running: boolean }) {
  const { benchmark, cancelBenchmark } = useActions();
  const blocked = useApp(replacingBlocked);
  const device = useApp((state) => state.device);
  const [choice, setChoice] = useState<BenchmarkChoice>({ preset: 'compact', batch: 1, stock: false });
  const [asking, setAsking] = useState(false);
  const validBatch = Number.isInteger(choice.batch) && choice.batch >= 1 && choice.batch <= largestBatch;
  const onGpu = device?.backend === 'webgpu';
  const start = () => (choice.stock ? setAsking(true) : void benchmark(choice));
  return (
    <form aria-label="Benchmark settings" onSubmit={(event) => event.preventDefault()}>
      <div className="row">
        <div className="field inline">
          <label htmlFor="benchmark-preset">Preset</label>
          <select id="benchmark-preset" value={choice.preset} onChange={(event) => setChoice({ ...choice, preset: event.target.value as PresetName })}>
            {(Object.keys(presets) as PresetName[]).map((preset) => <option key={preset} value={preset}>{preset}</option>)}
          </select>
        </div>
        <div className="field inline">
          <label htmlFor="benchmark-batch">Batch</label>
          <input
            id="benchmark-batch" type="number" min={1} max={largestBatch} value={Number.isNaN(choice.batch) ? '' : choice.batch}
            onChange={(event) => setChoice({ ...choice, batch: event.target.valueAsNumber })}
          />
        </div>
        <label>
          <input type="checkbox" checked={choice.stock} disabled={!onGpu} onChange={(event) => setChoice({ ...choice, stock: event.target.checked })} />
          Stock tfjs, too
        </label>
        <button type="button" className="primary" disabled={blocked !== null || !validBatch} onClick={start}>Run benchmark</button>
        <button type="button" disabled={!running} onClick={() => void cancelBenchmark()}>Cancel</button>
      </div>
      <p className="quiet reason">{reason({ blocked: running ? null : blocked, validBatch, backend: device && backendLabels[device.backend], onGpu })}</p>
      {asking && (
        <ConfirmDialog
          title="Time stock tfjs, too?"
          text={`Stock tfjs takes many times as long as the step of this page${device?.adapter?.software ? ': minutes for each step of the paper preset on a software adapter, such as this one' : ''}. It runs at least five times. Cancel takes effect after the step under way.`}
          confirm="Run both"
          onConfirm={() => void benchmark(choice)}
          onClose={() => setAsking(false)}
        />
      )}
    </form>
  );
}

interface Hindrances {
  blocked: string | null;
  validBatch: boolean;
  backend: string | null;
  onGpu: boolean;
}

/** Why something in the form is disabled. */
function reason({ blocked, validBatch, backend, onGpu }: Hindrances): string {
  if (blocked) return blocked;
  if (!validBatch) return `The batch is a whole number from 1 to ${largestBatch}.`;
  return onGpu ? '' : `On ${backend} only the step's time is measured: the adapter's peak and stock tfjs need WebGPU.`;
}
