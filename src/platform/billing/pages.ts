import { HttpError } from '../../http/problem.ts';
import type { Page, PageWish } from './billing.ts';

/** Where a part of a list begins, or where it ends. */
export type Edge = { readonly after: string } | { readonly before: string };

export const badCursor = (): HttpError =>
  new HttpError(400, 'invalid_request', '"cursor" is none that this list has given.');

/** What is said to whoever wants what comes next, or what came before. */
export const cursorOf = (side: 'after' | 'before', id: string): string => `${side}_${id}`;

/** @throws {HttpError} 400 for what is no cursor */
export const edgeOf = (cursor: string | undefined): Edge | undefined => {
  if (cursor === undefined) return undefined;
  const [, side, id] = /^(after|before)_(\w{1,200})$/.exec(cursor) ?? [];
  if (id === undefined) throw badCursor();
  return side === 'after' ? { after: id } : { before: id };
};

/** A part of a whole list, the newest first, where later ids sort after earlier ones. */
export const pageOf = <T extends { readonly id: string }>(
  items: readonly T[],
  { size, cursor }: PageWish,
): Page<T> => {
  const all = items.toSorted((one, other) => (one.id < other.id ? 1 : -1));
  const edge = edgeOf(cursor);
  let data = all.slice(0, size);
  if (edge && 'after' in edge) data = all.filter(({ id }) => id < edge.after).slice(0, size);
  if (edge && 'before' in edge) data = all.filter(({ id }) => id > edge.before).slice(-size);
  const [first, last] = [data.at(0)?.id, data.at(-1)?.id];
  const goesOn = last !== undefined && all.at(-1)?.id !== last;
  const hasBegun = first !== undefined && all.at(0)?.id !== first;
  return {
    data,
    next: goesOn ? cursorOf('after', last) : undefined,
    previous: hasBegun ? cursorOf('before', first) : undefined,
  };
};
