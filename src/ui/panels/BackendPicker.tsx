// Chooses what to compute on, or leaves it to the page again. Surprise: another backend means loading
// the page again under another address, since an engine keeps its backend for life; trained steps
// would be lost, so it asks.

import { useState } from 'react';
import type { BackendName } from '../../engine/engine';
import { backendLabels, hasTrained } from '../../store/selectors';
import { changeAddress } from '../../store/url';
import { useApp, usePage } from '../page';
import { ConfirmDialog } from '../parts/ConfirmDialog';

/** Plain CPU is for tests, so it is offered only where the address already asked for it. */
const offered: BackendName[] = ['webgpu', 'webgl', 'wasm'];

/** The backend to ask for; `fastest` asks for none. */
type Wish = BackendName | 'fastest';

export function BackendPicker() {
  const { address } = usePage();
  const used = useApp((state) => state.device?.backend) ?? address.backend;
  const trained = useApp(hasTrained);
  const [wanted, setWanted] = useState<Wish | null>(null);

  function choose(wish: Wish): void {
    if (trained) setWanted(wish);
    else open(wish);
  }
  return (
    <div className="field inline">
      <label htmlFor="backend">Backend</label>
      <select id="backend" value={used ?? ''} onChange={(event) => choose(event.target.value as Wish)}>
        {!used && <option value="">choosing</option>}
        {offered.map((backend) => <option key={backend} value={backend}>{backendLabels[backend]}</option>)}
        {used === 'cpu' && <option value="cpu">{backendLabels.cpu}</option>}
        {address.backend && <option value="fastest">fastest for this machine</option>}
      </select>
      {wanted && (
        <ConfirmDialog
          title={`Change to ${wanted === 'fastest' ? 'the fastest backend' : backendLabels[wanted]}?`}
          text="The page loads again with a fresh model. The trained weights, the curves and the loaded images are lost unless you save the weights first."
          confirm="Change and lose the training"
          onConfirm={() => open(wanted)}
          onClose={() => setWanted(null)}
        />
      )}
    </div>
  );
}

function open(wish: Wish): void {
  window.location.search = changeAddress(window.location.search, { backend: wish === 'fastest' ? undefined : wish });
}
