/** What a model says that shows what it was shown. */
import { createHash } from 'node:crypto';

export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

const digestOf = (turns: readonly Turn[]): string =>
  createHash('sha256').update(JSON.stringify(turns)).digest('base64url').slice(0, 16);

/** Follows from who is asked, what was said before and what is said now: a foreign turn would show. */
export const answerTo = (agent: string, before: readonly Turn[], text: string): string => {
  const turns = [...before.map(({ role, text: said }) => ({ role, text: said }))];
  turns.push({ role: 'user', text });
  return `${agent} has heard ${String(before.length)} turns and this one: ${digestOf(turns)}`;
};

/** Models are shown the latest turns only; not fewer than these, though. */
const fewest = 10;

/** Whether it is the answer of one who knows this conversation and nothing else. */
export const isAnswerTo = (
  agent: string,
  before: readonly Turn[],
  text: string,
  answer: string,
): boolean => {
  const count = Number(/ has heard (\d+) turns /.exec(answer)?.[1] ?? NaN);
  if (!(count >= Math.min(fewest, before.length) && count <= before.length)) return false;
  return answer === answerTo(agent, before.slice(before.length - count), text);
};
