// Says what was missing when a preferred backend is not the one in use, and which browsers have
// it: a fallback is never silent.

import { backendLabels } from '../../store/selectors';
import { useApp } from '../page';

export function FallbackBanner() {
  const device = useApp((state) => state.device);
  if (!device || device.fallbackReasons.length === 0) return null;
  return (
    <aside className="banner" role="status" aria-label="Backend fallback">
      <p><strong>{`Computing on ${backendLabels[device.backend]}: a preferred backend could not be used.`}</strong></p>
      <ul>{device.fallbackReasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>
      {device.backend !== 'webgpu' && <BrowsersWithWebGpu />}
    </aside>
  );
}

function BrowsersWithWebGpu() {
  return (
    <p>
      Every other backend is slower. Browsers with WebGPU: Chrome and Edge from 113 on (Windows, macOS, ChromeOS; Android from 121), Safari from 26
      on, Firefox from 141 on Windows and from 145 on Macs with Apple silicon. On Linux it depends on browser version
      and graphics driver, and Chrome may need the flag <code>chrome://flags/#enable-unsafe-webgpu</code>.
    </p>
  );
}
