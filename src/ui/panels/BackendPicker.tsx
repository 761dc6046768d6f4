// Chooses what to compute on. Surprise: another backend means loading the page again under
// another address, since an engine keeps its backend for life; trained steps would be lost, so it asks.

import { useState } from 'react';
import type { BackendName } from '../../engine/engine';
import { backendLabels, hasTrained } from '../../store/selectors';
import { changeAddress } from '../../store/url';
import { useApp, usePage } from '../page';
import { ConfirmDialog } from '../parts/ConfirmDialog';

/** Plain CPU is for tests, so it is offered only where the address already asked for it. */
const offered: BackendName[] = ['webgpu', 'webgl', 'wasm'];

export function BackendPicker() {
  const { address } = usePage();
  const used = useApp((state) => state.device?.backend) ?? address.backend;
  const trained = useApp(hasTrained);
  const [wanted, setWanted] = useState<BackendName | null>(null);

  function choose(backend: BackendName): void {
    if (trained) setWanted(backend);
    else open(backend);
  }
  return (
    <div className="field inline">
      <label htmlFor="backend">Backend</label>
      <select id="backend" value={used ?? ''} onChange={(event) => choose(event.target.value as BackendName)}>
        {!used && <option value="">choosing</option>}
        {offered.map((backend) => <option key={backend} value={backend}>{backendLabels[backend]}</option>)}
        {used === 'cpu' && <option value="cpu">{backendLabels.cpu}</option>}
      </select>
      {wanted && (
        <ConfirmDialog
          title={`Change to ${backendLabels[wanted]}?`}
          text="The page loads again with a fresh model. The trained weights, the curves and the loaded images are lost unless you save the weights first."
          confirm="Change and lose the training"
          onConfirm={() => open(wanted)}
          onClose={() => setWanted(null)}
        />
      )}
    </div>
  );
}

function open(backend: BackendName): void {
  window.location.search = changeAddress(window.location.search, { backend });
}
