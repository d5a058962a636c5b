// Runs in a process of its own, which may read nothing but this file and JSONata: evaluates one task's
// expressions after the other.
import type { ExpressionAnswer, ExpressionTask, Question } from './expression-task.ts';

/** The part of JSONata that is used here. */
type Jsonata = (
  source: string,
  guardrails?: { readonly timeout: number; readonly stack: number; readonly sequence: number },
) => {
  readonly evaluate: (input: unknown, variables: Record<string, unknown>) => Promise<unknown>;
};

/**
 * What an evaluation may use by JSONata's own count: milliseconds, depth, items of a list. It cannot
 * count what goes on within a regular expression, nor memory; then the whole process is ended.
 */
const guardrails = { timeout: 1_000, stack: 500, sequence: 100_000 };

/** Its platform is gone. */
process.on('disconnect', () => process.exit());

const { default: jsonata } = (await import(process.argv[2] ?? '')) as { default: Jsonata };

const truth = jsonata('$boolean($value)');

const valueOf = async (
  { source, as }: Question,
  input: unknown,
  variables: Record<string, unknown>,
): Promise<string | null> => {
  const value = await jsonata(source, guardrails).evaluate(input, variables);
  if (as === 'value') return value === undefined ? null : JSON.stringify(value);
  return JSON.stringify((await truth.evaluate(null, { value })) === true);
};

/** JSONata throws plain objects that have a message. */
const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);

const answerTo = async (task: ExpressionTask): Promise<ExpressionAnswer> => {
  const input: unknown = JSON.parse(task.input);
  const variables = JSON.parse(task.variables) as Record<string, unknown>;
  const values: (string | null)[] = [];
  let { room } = task;
  for (const question of task.questions) {
    try {
      const value = await valueOf(question, input, variables);
      room -= value?.length ?? 0;
      values.push(value);
    } catch (error) {
      return { fault: messageOf(error) };
    }
    if (room < 0) return { fault: 'Its value is too large.' };
  }
  return { values };
};

process.on('message', (task: ExpressionTask) => {
  void answerTo(task).then((answer) => process.send?.(answer));
});
process.send?.({ ready: true });
