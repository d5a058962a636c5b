import { fork, type ChildProcess } from 'node:child_process';
import type { Answer, Piece } from './kokoro-process.ts';
import { unavailable } from './speech-engine.ts';

// Not inlined into `new URL(…)`: bundlers would take the pattern for an asset to copy.
const here = import.meta.url;
const script = new URL(`./kokoro-process${here.endsWith('.ts') ? '.ts' : '.js'}`, here);

export type Spoken = Extract<Answer, { samples: Int16Array }>;

export interface KokoroChild {
  /** What it can do at the moment; `failed`: it could not be loaded a short while ago. */
  readonly state: () => 'idle' | 'loading' | 'ready' | 'failed';
  /** Has the model loaded, where it is not. */
  readonly load: () => void;
  /**
   * Speaks one piece. To be called for one at a time.
   *
   * @throws {HttpError} 503 `unavailable`
   */
  readonly speak: (piece: Piece) => Promise<Spoken>;
  readonly close: () => Promise<void>;
}

export interface KokoroTimes {
  /** How long the model stays loaded when nobody speaks, in milliseconds; it takes seconds to load. */
  readonly idle: number;
  /** How long loading or one piece may take. */
  readonly longest: number;
  /** How long it is not tried again after it could not be loaded. */
  readonly pause: number;
}

export const defaultTimes: KokoroTimes = { idle: 15 * 60_000, longest: 120_000, pause: 30_000 };

/** The settings of libraries that a model runs on. What else is in the environment is not for them. */
const passedOn = [
  ...['PATH', 'HOME', 'USERPROFILE', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot'],
  ...['LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'OMP_NUM_THREADS'],
];

const start = (parameters: readonly string[]): ChildProcess => {
  const { env } = process;
  return fork(script, parameters, {
    // Not this process's own flags: some (`--input-type`, `--eval`) would not let a file run.
    execArgv: [],
    env: Object.fromEntries(passedOn.filter((name) => env[name]).map((name) => [name, env[name]])),
    // Samples go over as they are.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
};

/** The reason is for whoever runs the platform; others are told by the proxy, in words of its own. */
const failed = (reason: unknown) =>
  unavailable(`Kokoro failed: ${String(reason).split('\n', 1)[0]?.slice(0, 200) ?? ''}`);

/**
 * Kokoro in a process of its own: its runtime is native code, which has taken the whole process down
 * when it was used on a thread (https://github.com/microsoft/onnxruntime/issues/24486). It starts when
 * it is first needed, ends when it is not needed for a while, and does not keep the platform alive.
 *
 * @param parameters the module, the model's folder, its precision
 */
export const createKokoroChild = (
  parameters: readonly string[],
  times: KokoroTimes = defaultTimes,
): KokoroChild => {
  let child: ChildProcess | undefined;
  let loaded: Promise<void> | undefined;
  let isReady = false;
  let failedAt = -Infinity;
  let isClosed = false;
  let idle: NodeJS.Timeout | undefined;

  const stop = (stopped: ChildProcess): void => {
    stopped.kill('SIGKILL');
    if (stopped !== child) return;
    clearTimeout(idle);
    child = undefined;
    loaded = undefined;
    isReady = false;
  };

  /** The next word from it; it is stopped where that does not come, or not in time. */
  const next = (from: ChildProcess): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        from.off('message', hear).off('exit', fail).off('error', fail);
      };
      const fail = (reason: unknown) => {
        settle();
        stop(from);
        reject(failed(reason instanceof Error ? reason : 'its process ended.'));
      };
      const hear = (it: Answer) => {
        settle();
        resolve(it);
      };
      const timer = setTimeout(() => fail(new Error('it took too long.')), times.longest);
      from.on('message', hear).on('exit', fail).on('error', fail);
    });

  /** Keeps the platform's process for as long as there is work, and the child's for a while longer. */
  const busy = async <T>(it: ChildProcess, work: () => Promise<T>): Promise<T> => {
    clearTimeout(idle);
    it.ref();
    it.channel?.ref();
    try {
      return await work();
    } finally {
      it.unref();
      it.channel?.unref();
      idle = setTimeout(() => stop(it), times.idle).unref();
    }
  };

  const begin = async (): Promise<void> => {
    const it = start(parameters);
    child = it;
    it.on('exit', () => stop(it)).on('error', () => stop(it));
    try {
      const word = await busy(it, () => next(it));
      if ('failed' in word) throw failed(word.failed);
      isReady = true;
    } catch (error) {
      failedAt = performance.now();
      stop(it);
      throw error;
    }
  };

  const hasFailed = (): boolean => !child && performance.now() - failedAt < times.pause;

  const load = async (): Promise<void> => {
    if (isClosed) throw failed('it was closed.');
    if (hasFailed()) throw failed('it could not be loaded a short while ago.');
    loaded ??= begin();
    await loaded;
  };

  return {
    state: () => {
      if (isReady) return 'ready';
      if (child) return 'loading';
      return hasFailed() ? 'failed' : 'idle';
    },
    load: () => void load().catch(() => undefined),
    speak: async (piece) => {
      await load();
      const it = child;
      if (!it) throw failed('its process ended.');
      const word = await busy(it, () => {
        it.send(piece);
        return next(it);
      });
      if ('samples' in word) return word;
      throw failed('failed' in word ? word.failed : 'it spoke out of turn.');
    },
    close: async () => {
      isClosed = true;
      const it = child;
      if (!it) return;
      // What follows must not be cut off: until then it counts again.
      it.ref();
      const ended = new Promise((resolve) => it.once('exit', resolve));
      stop(it);
      await ended;
    },
  };
};
