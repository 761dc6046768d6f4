// Calls a slow asynchronous function so that at most one call is under way and the last request
// is always served. Surprise: requests carry no arguments; the function reads the state when it
// starts, so whatever changed meanwhile is in it and nothing queues up.

export interface LatestWins {
  /** Runs now, or once more as soon as the present run has ended. */
  request(): void;
  /** Runs only if idle and if the last run began a second ago or earlier: for requests that nobody waits for. */
  requestSparingly(): void;
}

const restMs = 1000;

/** `run` must not reject: what it finds wrong belongs in the state. */
export function createLatestWins(run: () => Promise<void>, now: () => number = () => performance.now()): LatestWins {
  let running = false;
  let wantedAgain = false;
  let restUntil = -Infinity;

  async function loop(): Promise<void> {
    running = true;
    do {
      wantedAgain = false;
      restUntil = now() + restMs;
      await run();
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
