// What the numbers are computed on, as the browser names it, why that, and whether its gradients
// were checked. A software adapter is named as such: it looks like a GPU and is none.

import { backendLabels } from '../../store/selectors';
import type { DeviceReport } from '../../engine/engine';
import { useApp } from '../page';

export function DeviceLine() {
  const device = useApp((state) => state.device);
  const failed = useApp((state) => state.failure !== null);
  if (!device) return <p className="device" role="status" aria-label="Device">{failed ? 'No device' : 'Looking for a device'}</p>;
  return (
    <div className="device" role="status" aria-label="Device">
      <p>{[backendLabels[device.backend], adapterName(device)].filter(Boolean).join(' · ')}</p>
      <p className="quiet">{device.reason}</p>
      <p className="quiet">{selfCheckText(device)}</p>
      {device.adapter?.software && (
        <p className="warning">⚠ Software adapter: no GPU is behind it. The WASM backend is usually faster here.</p>
      )}
    </div>
  );
}

export function adapterName({ adapter }: Pick<DeviceReport, 'adapter'>): string {
  if (!adapter) return '';
  return adapter.description || [adapter.vendor, adapter.architecture].filter(Boolean).join(' ') || 'unnamed adapter';
}

function selfCheckText({ selfCheck }: DeviceReport): string {
  const { checkedGradients, worstRelativeError, tolerance } = selfCheck;
  return `${checkedGradients} gradients checked, worst error ${worstRelativeError.toExponential(1)} of ${tolerance.toExponential(1)} allowed`;
}
