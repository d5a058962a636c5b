import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { HttpError } from '../../../http/problem.ts';
import type { Reply } from '../../engines/reply-engine.ts';
import { createHeartbeat, type HeartbeatLimits } from './heartbeat.ts';
import { ChildLost, EngineFault, EngineStuck, NotBegun } from './reply-faults.ts';
import type { Failure, Order, ReplySettings, ReplyTask, Word } from './reply-task.ts';

// Not inlined into `new URL(…)`: bundlers would take the pattern for an asset to copy.
const here = import.meta.url;
const script = fileURLToPath(
  new URL(`./reply-process${here.endsWith('.ts') ? '.ts' : '.js'}`, here),
);

export interface ChildLimits extends HeartbeatLimits {
  /** Milliseconds for an engine to stop once nobody waits for it any more. */
  readonly grace: number;
  /** Milliseconds for a process to start. */
  readonly start: number;
}

/** A process that writes replies to many messages at once. */
export interface ReplyChild {
  /** How many messages are in its hands. */
  readonly load: () => number;
  /** Whether it has started. */
  readonly isReady: () => boolean;
  /** `late`: it has not answered for a while; `over`: it takes no more messages. */
  readonly state: () => 'well' | 'late' | 'over';
  /**
   * @throws {HttpError} the engine's own refusals
   * @throws {EngineFault} where the engine is broken
   * @throws {EngineStuck} where it goes on after the signal has aborted
   * @throws {ChildLost} where the process ended in the middle of it
   * @throws {NotBegun} where the process ended, or stopped to answer, before it
   * @throws the signal's reason, once it aborts
   */
  readonly ask: (task: ReplyTask, signal: AbortSignal) => Promise<Reply>;
  readonly end: () => Promise<void>;
}

/** How this machine reaches the network. What else is in the environment is not for an engine. */
const passedOn = [
  ...['SystemRoot', 'NODE_EXTRA_CA_CERTS', 'NODE_USE_SYSTEM_CA', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
  ...['NODE_USE_ENV_PROXY', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'],
  ...['http_proxy', 'https_proxy', 'no_proxy'],
];

/** Megabytes of what JavaScript makes; its process is measured besides. */
const heap = 192;
/** Of these, what has just been made, three times over: messages are short, and so are their lives. */
const youngHeap = 4;

const start = (settings: ReplySettings): ChildProcess => {
  const { env } = process;
  return fork(script, [JSON.stringify(settings)], {
    // Not this process's own flags: some (`--input-type`, `--eval`) would not let a file run.
    execArgv: [
      `--max-old-space-size=${heap}`,
      `--max-semi-space-size=${youngHeap}`,
      '--disable-proto=delete',
    ],
    env: Object.fromEntries(passedOn.filter((name) => env[name]).map((name) => [name, env[name]])),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
};

const errorOf = ({ status, code, message, cause, retryAfter }: Failure): Error => {
  if (status === undefined || code === undefined) return new EngineFault(message);
  return new HttpError(status, code, message, {
    ...(retryAfter !== undefined && {
      headers: { 'Retry-After': retryAfter },
      extra: { retryAfter: Number(retryAfter) },
    }),
    cause,
  });
};

interface Asked {
  /** Whether the engine has it. */
  isBegun: boolean;
  readonly done: (reply: Reply) => void;
  readonly failed: (error: unknown) => void;
  /** It has let go of what nobody waits for any more. */
  readonly stopped: () => void;
}

/**
 * Starts a process; messages may be given to it at once.
 *
 * @param onIdle called whenever there is nothing in its hands any more, and when it has ended
 */
export const startReplyChild = (
  settings: ReplySettings,
  limits: ChildLimits,
  onIdle: () => void,
): ReplyChild => {
  const child = start(settings);
  const asked = new Map<number, Asked>();
  let counter = 0;
  let isReady = false;
  let hasEnded = false;
  let isRetired = false;
  let reason = 'its process ended';

  const kill = (why: string): void => {
    reason = why;
    child.kill('SIGKILL');
  };
  const send = (order: Order): void => {
    // Whoever waits hears of a process that cannot be told any more by its end.
    if (child.connected) child.send(order, () => undefined);
  };
  const heartbeat = createHeartbeat(limits, {
    ping: (count) => send({ ping: count }),
    onLate: () => handBack(),
    onFailure: kill,
  });
  const starting = setTimeout(() => kill('its process did not start'), limits.start).unref();

  const hold = (): void => {
    child.ref();
    child.channel?.ref();
  };
  const rest = (): void => {
    if (asked.size > 0) return;
    heartbeat.stop();
    child.unref();
    child.channel?.unref();
    if (isRetired && !hasEnded) kill('it was no longer needed');
    onIdle();
  };

  /** Others may have what the engine has not seen yet. */
  const handBack = (): void => {
    for (const [id, { isBegun, failed }] of asked) {
      if (isBegun) continue;
      send({ stop: id });
      failed(new NotBegun('its process does not answer'));
    }
  };

  const end = (): void => {
    if (hasEnded) return;
    hasEnded = true;
    clearTimeout(starting);
    heartbeat.stop();
    for (const { isBegun, failed } of asked.values()) {
      failed(isBegun ? new ChildLost(reason) : new NotBegun(reason));
    }
    onIdle();
  };
  child.on('exit', end).on('error', end);
  child.on('message', (word: Word) => {
    if ('ready' in word) {
      clearTimeout(starting);
      isReady = true;
      heartbeat.start();
      rest();
    } else if ('begun' in word) {
      const begun = asked.get(word.begun);
      if (begun) begun.isBegun = true;
    } else if ('pong' in word) heartbeat.hear(word.pong, word.memory);
    else if ('done' in word) asked.get(word.done)?.done({ text: word.text, model: word.model });
    else if ('failed' in word) asked.get(word.failed)?.failed(errorOf(word.failure));
    else asked.get(word.stopped)?.stopped();
  });

  const ask = async (task: ReplyTask, signal: AbortSignal): Promise<Reply> => {
    signal.throwIfAborted();
    const id = (counter += 1);
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    let patience: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      send({ stop: id });
      patience = setTimeout(() => {
        isRetired = true;
        reject(new EngineStuck(signal.reason));
      }, limits.grace);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    asked.set(id, {
      isBegun: false,
      done: resolve,
      failed: reject,
      stopped: () => reject(signal.reason),
    });
    hold();
    heartbeat.resume();
    send({ ask: id, task });
    try {
      return await promise;
    } finally {
      clearTimeout(patience);
      signal.removeEventListener('abort', onAbort);
      asked.delete(id);
      rest();
    }
  };

  return {
    load: () => asked.size,
    isReady: () => isReady,
    state: () => {
      if (hasEnded || isRetired || child.killed) return 'over';
      return heartbeat.isLate() ? 'late' : 'well';
    },
    ask,
    end: async () => {
      if (hasEnded) return;
      const ended = once(child, 'exit');
      hold();
      kill('the platform is ending');
      await ended;
    },
  };
};
