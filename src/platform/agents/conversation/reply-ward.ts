import { HttpError } from '../../../http/problem.ts';
import type { Reply } from '../../engines/reply-engine.ts';
import { startReplyChild, type ChildLimits, type ReplyChild } from './reply-child.ts';
import type { ReplySettings, ReplyTask } from './reply-task.ts';

export interface WardLimits extends ChildLimits {
  /** How many processes there are at a time. */
  readonly places: number;
  /** How many messages one of them has at a time. */
  readonly perPlace: number;
  /** How many messages may wait for a place. */
  readonly queue: number;
  /** How long a process stays with nothing to do, in milliseconds. */
  readonly idle: number;
}

/** Processes that all treat their messages in the same way. */
export interface Ward {
  /** @throws what `ReplyChild.ask` throws; {HttpError} 503 `unavailable` where too many are waiting */
  readonly ask: (task: ReplyTask, signal: AbortSignal) => Promise<Reply>;
  /** The process ids are nobody's business; how many there are is. */
  readonly size: () => number;
  readonly close: () => Promise<void>;
}

const busy = (): HttpError =>
  new HttpError(503, 'unavailable', 'Too many messages are waiting to be answered.', {
    headers: { 'Retry-After': '5' },
    extra: { retryAfter: 5 },
  });

const closed = (): HttpError => new HttpError(503, 'unavailable', 'The platform is ending.');

const readyFirst = (a: ReplyChild, b: ReplyChild): number =>
  Number(b.isReady()) - Number(a.isReady());

/** Processes are started when they are needed, and end when there has been nothing to do. */
export const createWard = (settings: ReplySettings, limits: WardLimits): Ward => {
  const { places, perPlace, queue, idle } = limits;
  const children = new Set<ReplyChild>();
  const timers = new Map<ReplyChild, NodeJS.Timeout>();
  const waiting: (() => void)[] = [];
  let isClosed = false;

  const forget = (child: ReplyChild): void => {
    clearTimeout(timers.get(child));
    timers.delete(child);
    children.delete(child);
  };

  /** Something has become free: whoever waits for longest looks again. */
  const onIdle = (child: ReplyChild): void => {
    clearTimeout(timers.get(child));
    if (child.state() === 'over') forget(child);
    else timers.set(child, setTimeout(() => void child.end(), idle).unref());
  };

  const add = (): ReplyChild => {
    const child: ReplyChild = startReplyChild(settings, limits, () => onIdle(child));
    children.add(child);
    return child;
  };

  /** A process that answers and has room: an idle one, else the least busy, while a new one starts. */
  const free = (): ReplyChild | undefined => {
    // One that does not answer may be gone in a moment; until then another one takes its place.
    const well = [...children].filter((child) => child.state() === 'well');
    const [best] = well
      .toSorted(readyFirst)
      // Once all of them answer again there may be one too many, which is to have nothing to do.
      .slice(0, places)
      .filter((child) => child.load() < perPlace)
      .toSorted((a, b) => readyFirst(a, b) || a.load() - b.load());
    if (best?.load() === 0) return best;
    const added = well.length < places && children.size < 2 * places ? add() : undefined;
    return best?.isReady() ? best : (added ?? best);
  };

  const turn = async (signal: AbortSignal, isFirst: boolean): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const wake = (): void => resolve(undefined);
    if (isFirst) waiting.push(wake);
    else waiting.unshift(wake);
    signal.addEventListener('abort', wake, { once: true });
    await promise;
    signal.removeEventListener('abort', wake);
    const place = waiting.indexOf(wake);
    if (place >= 0) waiting.splice(place, 1);
  };

  const give = async (child: ReplyChild, task: ReplyTask, signal: AbortSignal): Promise<Reply> => {
    clearTimeout(timers.get(child));
    try {
      return await child.ask(task, signal);
    } finally {
      waiting.shift()?.();
    }
  };

  return {
    ask: async (task, signal) => {
      for (let isFirst = true; ; isFirst = false) {
        if (isClosed) throw closed();
        if (signal.aborted) {
          // Whoever comes next may have the place.
          waiting.shift()?.();
          throw signal.reason;
        }
        // Those who wait go before those who come.
        const child = isFirst && waiting.length > 0 ? undefined : free();
        // At once, as the next one to look must see that there is less room.
        if (child) return give(child, task, signal);
        if (isFirst && waiting.length >= queue) throw busy();
        await turn(signal, isFirst);
      }
    },
    size: () => children.size,
    close: async () => {
      isClosed = true;
      for (const wake of waiting.splice(0)) wake();
      await Promise.all([...children].map((child) => child.end()));
      for (const child of children) forget(child);
    },
  };
};
