// Renders anew when the curves have grown, at most twice a second, so that training never wakes
// the page more often; what a person changes about the runs is shown at once.

import { useEffect, useState } from 'react';
import { usePage } from './page';

const refreshMs = 500;

export function useHistoryVersion(): void {
  const { history } = usePage();
  const [, setVersion] = useState(history.version());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const refresh = () => {
      if (timer) clearTimeout(timer);
      timer = null;
      setVersion(history.version());
    };
    const unsubscribe = history.subscribe((change) => {
      if (change === 'changed') refresh();
      else timer ??= setTimeout(refresh, refreshMs);
    });
    return () => {
      unsubscribe();
      if (timer) clearTimeout(timer);
    };
  }, [history]);
}
