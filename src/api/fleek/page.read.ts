import { list, object, text, type Read } from '../read.ts';

/** A cursor, alone or within the absolute URL of a page. */
const cursorIn = (value: unknown): string | undefined => {
  const found = text(value);
  if (!found) return undefined;
  return /^https?:/.test(found)
    ? (URL.parse(found)?.searchParams.get('cursor') ?? undefined)
    : found;
};

/**
 * A page of a list. Fleek has `next_page` (an absolute URL), `next_cursor` and `next` (bare cursors),
 * each with its counterpart; a bare array is a list of one page.
 */
export const page =
  <T>(item: Read<T>): Read<{ data: T[]; next?: string; previous?: string }> =>
  (value) => {
    const data = list(item)(value);
    if (!data) return undefined;
    const fields = object(value) ?? {};
    const first = (...names: readonly string[]) =>
      names.map((name) => cursorIn(fields[name])).find((it) => it !== undefined);
    const next = first('next_page', 'next_cursor', 'next');
    const previous = first('prev_page', 'prev_cursor', 'prev', 'previous');
    return { data, ...(next && { next }), ...(previous && { previous }) };
  };
