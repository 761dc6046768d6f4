// Saves the weights as a file, for the button and the key alike.

import { download } from './download';
import { useActions } from './page';

export function useSaveWeights(): () => Promise<void> {
  const { saveWeights } = useActions();
  return async () => {
    const saved = await saveWeights();
    if (saved) download(new Blob([saved], { type: 'application/octet-stream' }), 'tdgan.safetensors');
  };
}
