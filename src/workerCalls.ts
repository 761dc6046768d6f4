// A worker that starts with the first call, and the calls that wait for its answers. Plain: whoever
// uses it says how the worker is made and reads its replies.

interface Waiting<Result> {
  resolve: (result: Result) => void;
  reject: (error: Error) => void;
}

export interface WorkerCalls<Result> {
  /** Sends `command` under a number of its own; resolves when that number is answered. */
  send: (command: (id: number) => unknown) => Promise<Result>;
  answer: (id: number, result: Result) => void;
  refuse: (id: number, message: string) => void;
  /** Ends the worker and rejects what waits; the next call starts another. */
  end: (reason: string) => void;
}

/**
 * @param make a worker that has not started to answer
 * @param listen hears each reply
 * @param failed what to say, before the cause, when the worker itself fails
 */
export function createWorkerCalls<Result, Reply>(
  { make, listen, failed }: { make: () => Worker; listen: (reply: Reply, calls: WorkerCalls<Result>) => void; failed: string },
): WorkerCalls<Result> {
  const waiting = new Map<number, Waiting<Result>>();
  let worker: Worker | null = null;
  let nextId = 0;
  const take = (id: number): Waiting<Result> | undefined => {
    const call = waiting.get(id);
    waiting.delete(id);
    return call;
  };

  function start(): Worker {
    const made = make();
    made.addEventListener('message', ({ data }: MessageEvent<Reply>) => listen(data, calls));
    made.addEventListener('error', (event) =>
      calls.end(`${failed}: ${event.message || 'its script could not be loaded'}. Try again, or reload the page.`));
    return made;
  }

  const calls: WorkerCalls<Result> = {
    async send(command) {
      worker ??= start();
      const id = nextId++;
      worker.postMessage(command(id));
      return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    },
    answer: (id, result) => take(id)?.resolve(result),
    refuse: (id, message) => take(id)?.reject(new Error(message)),
    end(reason) {
      worker?.terminate();
      worker = null;
      waiting.forEach(({ reject }) => reject(new Error(reason)));
      waiting.clear();
    },
  };
  return calls;
}
