// Renders anew when the curves have grown, at most twice a second, so that training never wakes
// the page more often.

import { useEffect, useState } from 'react';
import { usePage } from './page';

const refreshMs = 500;

export function useHistoryVersion(): void {
  const { history } = usePage();
  const [, setVersion] = useState(history.version());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const unsubscribe = history.subscribe(() => {
      timer ??= setTimeout(() => {
        timer = null;
        setVersion(history.version());
      }, refreshMs);
    });
    return () => {
      unsubscribe();
      if (timer) clearTimeout(timer);
    };
  }, [history]);
}
