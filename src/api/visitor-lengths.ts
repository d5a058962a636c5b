import type { Operation } from './operation.ts';

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
  for (const [name, most] of Object.entries(visitor?.longest ?? {})) {
    const value = body[name];
    if (typeof value !== 'string') continue;
    const { length } = value.trim();
    if (length === 0) return `"${name}" must not be empty.`;
    if (length > most) return `"${name}" must be at most ${most.toLocaleString('en')} characters.`;
  }
  return undefined;
};
