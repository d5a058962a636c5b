import type { Operation } from '../api/operation.ts';
import type { Input } from './request.ts';

/** A page of a list that goes on with a cursor. */
interface Page {
  readonly data: readonly unknown[];
  readonly next?: string;
}

export const itemsOf = (page: unknown): readonly unknown[] =>
  Array.isArray(page) ? page : (page as Page).data;

/** What asks for the page after one; `undefined` where that was the last one. */
export const nextPage = (
  { paging }: Operation,
  input: Input | undefined,
  page: unknown,
): Input | undefined => {
  if (paging === undefined) return undefined;
  if (paging === 'cursor') {
    const { next } = page as Page;
    return next === undefined ? undefined : { ...input, cursor: next };
  }
  const items = itemsOf(page);
  const last = items.at(-1) as { readonly id?: unknown } | undefined;
  const size = Number(input?.['limit'] ?? paging.size);
  return last && items.length >= size ? { ...input, [paging.after]: last.id } : undefined;
};
