import { isTooDeep } from '../../http/body.ts';
import { HttpError } from '../../http/problem.ts';
import { withDeadline } from '../deadline.ts';
import { invalid } from '../handlers/refusals.ts';
import type { Services } from '../handlers/services.ts';
import type { Expressions, Question, Scope } from './expressions.ts';
import { inWords, limits } from './limits.ts';
import type { BotNode } from './pipeline.ts';
import type { RunState } from './run-state.ts';
import type { Step, StepResult } from './steps/step.ts';
import { steps } from './steps/steps.ts';

/** What steps are done with. */
export interface Bench {
  readonly services: Services;
  readonly expressions: Expressions;
}

/** Milliseconds; the steps' own deadlines are shorter. */
const longest = 60_000;

/** What an expression sees: `$` and its fields, `$steps.{node}`, `$trigger`. */
const scopeOf = (input: unknown, { outputs, trigger }: RunState): Scope => ({
  input,
  variables: { steps: Object.fromEntries(outputs), trigger },
});

/** What a step gives, as it will be kept; nothing is null. */
const bounded = (output: unknown): unknown => {
  if (isTooDeep(output)) throw invalid('The output is nested too deeply.');
  if (Buffer.byteLength(JSON.stringify(output ?? null)) <= limits.output) return output ?? null;
  throw invalid(`The output is larger than ${inWords(limits.output)} bytes.`);
};

/**
 * Does one step.
 *
 * @throws {HttpError} with what the log should say
 * @throws the signal's reason, once it aborts
 */
export const perform = async (
  { services, expressions }: Bench,
  workspace: string,
  node: BotNode,
  input: unknown,
  state: RunState,
  outer: AbortSignal,
): Promise<StepResult> => {
  // The table has proved each step to fit its type of node; by name, TypeScript cannot follow.
  const step = steps[node.type] as Step<BotNode['type']>;
  const scope = scopeOf(input, state);
  const result = await withDeadline(longest, outer, (signal) => {
    const evaluateAll = (questions: readonly Question[]) =>
      expressions.evaluate(questions, scope, signal);
    return step({
      data: node.data,
      input,
      workspace,
      services,
      signal,
      evaluate: async (question) => (await evaluateAll([question]))[0],
      fill: async ({ expressions: sources, build }) =>
        build(await evaluateAll(sources.map((source) => ({ source, as: 'value' })))),
    });
  });
  return { ...result, output: bounded(result.output) };
};

/** What the log says about a step that has failed: of a fault of ours, nothing but that. */
export const failureOf = (error: unknown): string =>
  error instanceof HttpError ? error.message : 'This step failed.';
