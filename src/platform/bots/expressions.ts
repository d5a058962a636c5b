import { HttpError } from '../../http/problem.ts';
import { oneAtATime } from '../engines/one-at-a-time.ts';
import { invalid } from '../handlers/refusals.ts';
import { startExpressionChild, type ExpressionChild } from './expression-child.ts';
import type { ExpressionAnswer, ExpressionTask, Question } from './expression-task.ts';
import { limits } from './limits.ts';

export type { Question } from './expression-task.ts';

/** What an expression can see. */
export interface Scope {
  /** What names are looked up in, and `$` is. */
  readonly input: unknown;
  /** Each is there as `$name`. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The language that bots' expressions are written in: JSONata (https://docs.jsonata.org). */
export interface Expressions {
  /**
   * @returns their values, in order; `undefined` for what is not there
   * @throws {HttpError} 400 `invalid_request` for an expression that is wrong, or takes too much time or
   * memory, or gives too much; 503 `not_configured` where JSONata is not installed
   * @throws the signal's reason, once it aborts
   */
  readonly evaluate: (
    questions: readonly Question[],
    scope: Scope,
    signal: AbortSignal,
  ) => Promise<unknown[]>;
  readonly close: () => Promise<void>;
}

const longestQueue = 64;
const tooMany = (): HttpError =>
  new HttpError(503, 'unavailable', 'Too many expressions are waiting to be evaluated.');

/** It is started again in a tenth of a second. */
const idleMilliseconds = 60_000;

/**
 * Expressions in a process of their own, which does one task after another. It starts with the first
 * and ends when there has been nothing to do for a minute; an idle one does not keep ours alive.
 */
export const createExpressions = (): Expressions => {
  const inTurn = oneAtATime(longestQueue, tooMany);
  let child: ExpressionChild | undefined;
  let idle: NodeJS.Timeout | undefined;

  const stop = async (): Promise<void> => {
    clearTimeout(idle);
    const stopped = child;
    child = undefined;
    await stopped?.end();
  };

  const work = async (task: ExpressionTask, signal: AbortSignal): Promise<ExpressionAnswer> => {
    clearTimeout(idle);
    try {
      if (!child || child.hasEnded()) child = await startExpressionChild(signal);
      return await child.ask(task, signal);
    } catch (error) {
      // Nothing else ends what it is doing, and what has failed is of no more use.
      await stop();
      throw error;
    } finally {
      child?.rest();
      idle = setTimeout(() => void stop(), idleMilliseconds).unref();
    }
  };

  return {
    evaluate: async (questions, { input, variables }, signal) => {
      if (questions.length === 0) return [];
      const task: ExpressionTask = {
        questions,
        input: JSON.stringify(input),
        variables: JSON.stringify(variables),
        room: limits.output,
      };
      const answer = await inTurn(signal, () => work(task, signal));
      if ('fault' in answer) throw invalid(`The expression is wrong: ${answer.fault}`);
      return answer.values.map((text) =>
        text === null ? undefined : (JSON.parse(text) as unknown),
      );
    },
    close: stop,
  };
};
