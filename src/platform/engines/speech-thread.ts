import { Worker } from 'node:worker_threads';
import { longestQueue, tooLong, tooMany, unavailable } from './speech-engine.ts';
import type { SpeechJob, SpokenJob } from './speech-worker.ts';

// Not inlined into `new URL(…)`: bundlers would take the pattern for an asset to copy.
const here = import.meta.url;
const workerUrl = new URL(`./speech-worker${here.endsWith('.ts') ? '.ts' : '.js'}`, here);

/** The engine holds 24 MB of voice data, and is loaded again in a tenth of a second. */
const idleMilliseconds = 60_000;

interface Request {
  readonly job: SpeechJob;
  readonly resolve: (spoken: SpokenJob) => void;
  readonly reject: (reason: unknown) => void;
}

export interface SpeechThread {
  /**
   * Speaks one job, after those before it.
   *
   * @throws {HttpError} 503 `unavailable` where the engine fails or too many are waiting, 413
   * `too_large` where the sound would be longer than nine minutes
   * @throws the signal's reason, once it aborts; the work has then been stopped
   */
  run(job: SpeechJob, signal: AbortSignal): Promise<SpokenJob>;
  /** Ends the thread; what is queued or running is refused. */
  close(): Promise<void>;
}

/**
 * One worker thread that speaks jobs in order. It starts with the first job and ends when there has
 * been nothing to do for a minute; an idle one does not keep the process alive.
 */
export const createSpeechThread = (): SpeechThread => {
  const queue: Request[] = [];
  let running: Request | undefined;
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;

  const stop = async () => {
    clearTimeout(idle);
    const stopped = worker;
    worker = undefined;
    await stopped?.terminate();
  };

  const start = (): Worker => {
    // Not this process's own flags: some (`--input-type`, `--eval`) would not let a file run.
    const started = new Worker(workerUrl, { execArgv: [] });
    const fail = (cause?: unknown) => {
      if (worker !== started) return;
      worker = undefined;
      finish()?.reject(unavailable('The speech engine failed.', cause));
    };
    started.on('message', (spoken: SpokenJob | undefined) => {
      if (worker !== started) return;
      const request = finish();
      if (spoken) request?.resolve(spoken);
      else request?.reject(tooLong());
    });
    started.on('error', fail);
    started.on('exit', fail);
    return started;
  };

  const next = () => {
    if (running) return;
    clearTimeout(idle);
    running = queue.shift();
    if (!running) {
      worker?.unref();
      idle = setTimeout(() => void stop(), idleMilliseconds).unref();
      return;
    }
    worker ??= start();
    worker.ref();
    worker.postMessage(running.job);
  };

  const finish = (): Request | undefined => {
    const finished = running;
    running = undefined;
    next();
    return finished;
  };

  const cancel = async (request: Request, reason: unknown) => {
    if (request !== running) {
      const place = queue.indexOf(request);
      if (place >= 0) queue.splice(place, 1);
      request.reject(reason);
      return;
    }
    // Synthesis cannot be interrupted from outside, so its thread goes and the next job gets another.
    await stop();
    if (request === running) finish();
    request.reject(reason);
  };

  return {
    run: async (job, signal) => {
      signal.throwIfAborted();
      if (queue.length >= longestQueue) throw tooMany();
      const { promise, resolve, reject } = Promise.withResolvers<SpokenJob>();
      const request: Request = { job, resolve, reject };
      const onAbort = () => void cancel(request, signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      queue.push(request);
      next();
      try {
        return await promise;
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    close: async () => {
      const refused = [...(running ? [running] : []), ...queue.splice(0)];
      running = undefined;
      await stop();
      for (const request of refused) request.reject(unavailable('The speech engine was closed.'));
    },
  };
};
