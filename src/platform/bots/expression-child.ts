import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HttpError } from '../../http/problem.ts';
import { invalid } from '../handlers/refusals.ts';
import type { ExpressionAnswer, ExpressionTask } from './expression-task.ts';

// Not inlined into `new URL(…)`: bundlers would take the pattern for an asset to copy.
const here = import.meta.url;
const script = fileURLToPath(
  new URL(`./expression-process${here.endsWith('.ts') ? '.ts' : '.js'}`, here),
);

/** Milliseconds for all expressions of a task; JSONata itself gives up a little before. */
const longest = 1_500;

const jsonataUrl = (): string => {
  try {
    return import.meta.resolve('jsonata');
  } catch (cause) {
    const message = 'Expressions need JSONata. Install it with: npm install jsonata';
    throw new HttpError(503, 'not_configured', message, { cause });
  }
};

/**
 * A thread would not do: where one runs out of memory in the middle of a text, V8 ends the process.
 * Should an expression ever get out of the language, it finds no file, no program to start, nothing of
 * our environment, and no way to make code of text.
 */
const start = (): ChildProcess => {
  const jsonata = jsonataUrl();
  const { SystemRoot } = process.env;
  return fork(script, [jsonata], {
    execArgv: [
      '--permission',
      `--allow-fs-read=${script}`,
      `--allow-fs-read=${join(dirname(fileURLToPath(jsonata)), '*')}`,
      '--disallow-code-generation-from-strings',
      '--disable-proto=delete',
      '--max-old-space-size=128',
    ],
    // Windows starts nothing without it.
    env: SystemRoot === undefined ? {} : { SystemRoot },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
};

const broken = (): HttpError =>
  new HttpError(503, 'unavailable', 'Expressions cannot be evaluated right now.');

const tooLarge = (): HttpError => invalid('The expression needs too much memory.');

const tooSlow = (): HttpError =>
  invalid(`The expression takes longer than ${longest / 1000} seconds.`);

/**
 * What a process says next.
 *
 * @param died what it means when it ends instead
 */
const wordFrom = async (
  child: ChildProcess,
  outer: AbortSignal,
  died: () => HttpError,
): Promise<unknown> => {
  const settled = new AbortController();
  const signal = AbortSignal.any([outer, settled.signal]);
  const exit = once(child, 'exit', { signal }).then(() => Promise.reject(died()));
  try {
    const [word] = (await Promise.race([once(child, 'message', { signal }), exit])) as unknown[];
    return word;
  } catch (error) {
    throw outer.aborted ? outer.reason : error;
  } finally {
    settled.abort();
  }
};

/** A process that evaluates expressions, one task after another. */
export interface ExpressionChild {
  readonly hasEnded: () => boolean;
  /**
   * Whatever it throws, the child is of no more use.
   *
   * @throws {HttpError} 400 `invalid_request` where it takes too much time or memory
   * @throws the signal's reason, once it aborts
   */
  readonly ask: (task: ExpressionTask, signal: AbortSignal) => Promise<ExpressionAnswer>;
  /** Does not keep our own process alive from now on, until it is asked again. */
  readonly rest: () => void;
  readonly end: () => Promise<void>;
}

/** @throws {HttpError} 503 `not_configured` where JSONata is not installed */
export const startExpressionChild = async (signal: AbortSignal): Promise<ExpressionChild> => {
  const child = start();
  // Whoever waits for a word hears of it; nobody has to be waiting.
  child.on('error', () => undefined);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;

  const end = async (): Promise<void> => {
    if (hasEnded()) return;
    const ended = once(child, 'exit');
    child.ref();
    child.kill('SIGKILL');
    await ended;
  };

  try {
    await wordFrom(child, signal, broken);
  } catch (error) {
    await end();
    throw error;
  }

  return {
    hasEnded,
    ask: async (task, outer) => {
      const patience = new AbortController();
      const timer = setTimeout(() => patience.abort(tooSlow()), longest);
      child.ref();
      child.channel?.ref();
      try {
        const answer = wordFrom(child, AbortSignal.any([outer, patience.signal]), tooLarge);
        child.send(task);
        return (await answer) as ExpressionAnswer;
      } finally {
        clearTimeout(timer);
      }
    },
    rest: () => {
      child.unref();
      child.channel?.unref();
    },
    end,
  };
};
