import { availableParallelism } from 'node:os';
import { HttpError } from '../../../http/problem.ts';
import type { Reply } from '../../engines/reply-engine.ts';
import { ChildLost, EngineStuck, isAgentsFault, NotBegun } from './reply-faults.ts';
import type { ReplySettings, ReplyTask } from './reply-task.ts';
import { createWard, type WardLimits } from './reply-ward.ts';

/** Processes that write agents' replies. */
export interface ReplyPool {
  /**
   * @param agent whose reply it is: one whose messages end processes is kept away from the others
   * @throws what `ReplyChild.ask` throws; `ChildLost` only where it was the message's own doing
   */
  readonly reply: (agent: string, task: ReplyTask, signal: AbortSignal) => Promise<Reply>;
  /** How many processes there are. */
  readonly size: () => number;
  readonly close: () => Promise<void>;
}

const megabyte = 1024 * 1024;

const notStarted = (cause: Error): HttpError =>
  new HttpError(503, 'unavailable', 'The processes that write replies do not start.', { cause });

export const defaultLimits: WardLimits = {
  // One that does not answer must not be the only one.
  places: Math.max(2, availableParallelism()),
  perPlace: 200,
  queue: 1_000,
  idle: 60_000,
  beat: 200,
  patience: 2_000,
  memory: 256 * megabyte,
  grace: 500,
  start: 20_000,
};

/**
 * Among many, how long a process may be silent, in milliseconds. It costs little to end one by mistake:
 * its messages are tried again. One that has been silent alone is blamed for it.
 */
const sharedPatience = 1_000;

/** How often a message that no engine has seen is given to another process. */
const mostMoves = 3;

/**
 * As many processes as there are cores, each with many messages at once, for most of the time an engine
 * waits for its model. When one of them stops to answer, the messages that its engine has not seen yet
 * go to another one at once. When it has to be ended, nobody knows which of the rest it was: each is tried
 * again once, alone in a process of a second kind, and so is from then on every message of an agent that
 * has ended one of those too.
 */
export const createReplyPool = (
  settings: ReplySettings,
  limits: Partial<WardLimits> = {},
): ReplyPool => {
  const shared = createWard(settings, {
    ...defaultLimits,
    patience: sharedPatience,
    ...limits,
  });
  const quarantine = createWard(settings, { ...defaultLimits, ...limits, perPlace: 1 });
  const suspects = new Set<string>();
  let isClosed = false;

  const alone = async (agent: string, task: ReplyTask, signal: AbortSignal): Promise<Reply> => {
    try {
      const reply = await quarantine.ask(task, signal);
      suspects.delete(agent);
      return reply;
    } catch (error) {
      if (error instanceof NotBegun) throw notStarted(error);
      if (isAgentsFault(error)) suspects.add(agent);
      throw error;
    }
  };

  /** Among others, by another process where one had nothing to do with it. */
  const together = async (task: ReplyTask, signal: AbortSignal): Promise<Reply> => {
    for (let moves = 0; ; moves += 1) {
      try {
        return await shared.ask(task, signal);
      } catch (error) {
        if (!(error instanceof NotBegun) || moves === mostMoves || isClosed) throw error;
      }
    }
  };

  const write = async (agent: string, task: ReplyTask, signal: AbortSignal): Promise<Reply> => {
    if (suspects.has(agent)) return alone(agent, task, signal);
    try {
      return await together(task, signal);
    } catch (error) {
      if (error instanceof EngineStuck) suspects.add(agent);
      const isLost = error instanceof ChildLost || error instanceof NotBegun;
      if (!isLost || isClosed) throw error;
      return alone(agent, task, signal);
    }
  };

  return {
    reply: async (agent, task, signal) => {
      try {
        return await write(agent, task, signal);
      } catch (error) {
        // Not the agent's doing.
        if (isClosed) {
          throw new HttpError(503, 'unavailable', 'The platform is ending.', { cause: error });
        }
        throw error;
      }
    },
    size: () => shared.size() + quarantine.size(),
    close: async () => {
      isClosed = true;
      await Promise.all([shared.close(), quarantine.close()]);
    },
  };
};
