import type { Services } from '../../handlers/services.ts';
import type { BotNode, NodeOf } from '../pipeline.ts';
import type { Outcome } from '../run-state.ts';
import type { Filling } from '../template.ts';
import type { Question } from '../expressions.ts';

/** What a step is given to work with. */
export interface StepRequest<T extends BotNode['type']> {
  readonly data: NodeOf<T>['data'];
  readonly input: unknown;
  readonly workspace: string;
  readonly services: Services;
  /** The value of an expression. */
  readonly evaluate: (question: Question) => Promise<unknown>;
  /** Evaluates what a template wants, and fills it in. */
  readonly fill: <R>(filling: Filling<R>) => Promise<R>;
  /** Aborts when the bot is stopped, when the step takes too long, and when this process ends. */
  readonly signal: AbortSignal;
}

export interface StepResult extends Outcome {
  /** What the log says about it. */
  readonly message?: string;
  /** What must not be shown in the log from now on. */
  readonly secrets?: readonly string[];
}

/**
 * Does the work of one node.
 *
 * @throws {HttpError} with what the log should say
 */
export type Step<T extends BotNode['type']> = (request: StepRequest<T>) => Promise<StepResult>;
