import type { Operation } from './operation.ts';

const words = (count: number): string => count.toLocaleString('en');

/**
 * Whether a visitor may say as little, or as much, as a body says. What is no text at all is the schemas'
 * to refuse.
 *
 * @returns what is wrong, or `undefined`
 */
export const lengthProblem = (
  { visitor }: Pick<Operation, 'visitor'>,
  body: Readonly<Record<string, unknown>>,
): string | undefined => {
  for (const [name, { least, most }] of Object.entries(visitor?.lengths ?? {})) {
    const value = body[name];
    if (typeof value !== 'string') continue;
    const { length } = value.trim();
    if (length < least) return `"${name}" must not be empty.`;
    if (length > most) return `"${name}" must be at most ${words(most)} characters.`;
  }
  return undefined;
};
