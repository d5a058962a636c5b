import type { Answered } from './visitors.ts';

let failed = 0;

export const section = (title: string): void => console.log(`\n${title}`);

/** Prints whether a statement holds, and what was found. */
export const state = (holds: boolean, statement: string, found: string): void => {
  if (!holds) failed += 1;
  console.log(`${holds ? 'PASS' : 'FAIL'}  ${statement}: ${found}`);
};

/** How many statements did not hold. */
export const failures = (): number => failed;

const named = ({ status, code }: Answered): string =>
  [status === 0 ? 'broken off' : status, code].filter(Boolean).join(' ');

/** Each way to be answered with its number, for people. */
export const told = (answers: readonly Answered[]): string =>
  [...Map.groupBy(answers, named)].map(([name, { length }]) => `${length} × ${name}`).join(', ') ||
  'none';

/** How long they took, in milliseconds. */
export const latencies = (answers: readonly Answered[]): readonly number[] =>
  answers.map(({ begin, end }) => end - begin);
