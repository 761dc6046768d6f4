// Calls a slow asynchronous function so that at most one call is under way and the last request
// is always served. Surprise: requests carry no arguments; the function reads the state when it
// starts, so whatever changed meanwhile is in it and nothing queues up.

export interface LatestWins {
  /** Runs now, or once more as soon as the present run has ended. */
  request(): void;
  /** Runs only if idle, and only if the last run took less than a fifth of the time since it began. */
  requestSparingly(): void;
}

/** `run` must not reject: what it finds wrong belongs in the state. */
export function createLatestWins(run: () => Promise<void>, now: () => number = () => performance.now()): LatestWins {
  let running = false;
  let wantedAgain = false;
  let restUntil = -Infinity;

  async function loop(): Promise<void> {
    running = true;
    do {
      wantedAgain = false;
      const begun = now();
      await run();
      restUntil = now() + 4 * (now() - begun);
    } while (wantedAgain);
    running = false;
  }

  function request(): void {
    if (running) wantedAgain = true;
    else void loop();
  }

  return {
    request,
    requestSparingly() {
      if (!running && now() >= restUntil) request();
    },
  };
}
