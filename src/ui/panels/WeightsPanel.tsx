// Weights in and out as safetensors under the published names. Surprise: an import is strict, and
// its error lists every key that is wrong, which can be hundreds of lines.

import { replacingBlocked } from '../../store/selectors';
import { formatCount, formatPlural } from '../format';
import { useActions, useApp } from '../page';
import { FileButton } from '../parts/FileButton';
import { Panel } from '../parts/Panel';
import { useSaveWeights } from '../useSaveWeights';

export function WeightsPanel() {
  const { loadWeights } = useActions();
  const save = useSaveWeights();
  const blocked = useApp(replacingBlocked);
  const { report, error } = useApp((state) => state.weights);
  return (
    <Panel title="Weights" lead="All tensors of the model, as safetensors under the names of the paper’s published code. What was trained there runs here, and the other way round.">
      <div className="row">
        <FileButton label="Load weights" accept=".safetensors" multiple disabled={blocked !== null} onFiles={(files) => void loadWeights(files)} />
        <button type="button" disabled={blocked !== null} onClick={() => void save()}>Save weights</button>
      </div>
      {report && !error && (
        <p className="quiet" role="status">
          {`Loaded ${formatCount(report.tensors)} tensors, ${formatCount(report.parameters)} parameters, from ${formatPlural(report.files.length, 'file')}.`}
        </p>
      )}
      <p className="quiet reason">{blocked}</p>
      {error && (
        <div role="alert">
          <p className="error">The weights were not loaded; the model is as it was.</p>
          <pre className="long-message" tabIndex={0} aria-label="What is wrong with the weights">{error}</pre>
        </div>
      )}
    </Panel>
  );
}
