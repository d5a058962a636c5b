/** Lists in pages, by the time and the id of their rows: what is added meanwhile shifts nothing. */

interface Positioned {
  readonly id: string;
  readonly created_at: string;
}

/** The row at which a page ends, and which side of it is wanted. */
interface Position {
  readonly side: 'next' | 'previous';
  readonly time: string;
  readonly id: string;
}

export interface PageWish {
  readonly size: number;
  /** As an earlier page gave it. */
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly rows: readonly T[];
  /** Cursors. */
  readonly next: string | undefined;
  readonly previous: string | undefined;
}

/** What to select. */
export interface Span {
  /** Rows beyond this one, in the order that is asked for; all of them without it. */
  readonly beyond: { readonly time: string; readonly id: string } | undefined;
  readonly order: 'asc' | 'desc';
  readonly limit: number;
}

/** A cursor that no page has given. */
export class UnknownCursor extends Error {
  override readonly name = 'UnknownCursor';
}

const write = ({ side, time, id }: Position): string =>
  Buffer.from(JSON.stringify([side, time, id])).toString('base64url');

const read = (cursor: string): Position => {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(value) && value.length === 3) {
      const [side, time, id] = value as unknown[];
      const isSide = side === 'next' || side === 'previous';
      if (isSide && typeof time === 'string' && typeof id === 'string') return { side, time, id };
    }
  } catch {
    // Told below.
  }
  throw new UnknownCursor();
};

const positionOf = (side: Position['side'], row: Positioned | undefined): string | undefined =>
  row && write({ side, time: row.created_at, id: row.id });

const opposite = { asc: 'desc', desc: 'asc' } as const;

/**
 * @param order of the list
 * @param select gives the rows of a span by their time and id
 * @throws {UnknownCursor}
 */
export const pageOf = async <T extends Positioned>(
  { size, cursor }: PageWish,
  order: Span['order'],
  select: (span: Span) => Promise<T[]>,
): Promise<Page<T>> => {
  const beyond = cursor === undefined ? undefined : read(cursor);
  const isBack = beyond?.side === 'previous';
  const direction = isBack ? opposite[order] : order;
  const found = await select({ beyond, order: direction, limit: size + 1 });
  const isMore = found.length > size;
  const kept = found.slice(0, size);
  const rows = isBack ? kept.reverse() : kept;
  return {
    rows,
    next: isBack || isMore ? positionOf('next', rows.at(-1)) : undefined,
    previous: (isBack ? isMore : beyond) ? positionOf('previous', rows[0]) : undefined,
  };
};
