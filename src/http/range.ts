import { errorResponse, HttpError } from './problem.ts';

/**
 * Conditional and ranged reads of bytes whose size is known (RFC 9110, sections 13 and 14).
 */
export interface Content {
  /** In bytes. */
  readonly size: number;
  /** A strong entity tag, quotes included. It must change whenever the bytes do. */
  readonly etag: string;
  /** Media type. */
  readonly type: string;
  /** The bytes from `start` up to, but not including, `end`. Called only when they are sent. */
  open(start: number, end: number): ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** From `start` up to, but not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a `Range` header against a size in bytes.
 *
 * @returns the range; `'unsatisfiable'` where it lies outside; `undefined` where the whole is to be
 * sent: no header, another unit, bad syntax, or several ranges
 */
export const parseRange = (
  header: string | null,
  size: number,
): ByteRange | 'unsatisfiable' | undefined => {
  const [, first, last] = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (!first && !last)) return undefined;
  if (!first) {
    const suffix = Math.min(Number(last), size);
    return suffix > 0 ? { start: size - suffix, end: size } : 'unsatisfiable';
  }
  const start = Number(first);
  if (last && Number(last) < start) return undefined;
  if (start >= size) return 'unsatisfiable';
  return { start, end: last ? Math.min(Number(last) + 1, size) : size };
};

const opaque = (etag: string): string => etag.trim().replace(/^W\//, '');

/** Whether `If-None-Match` names this entity tag, compared weakly as the RFC asks. */
export const isKnown = (header: string | null, etag: string): boolean =>
  header !== null &&
  (header.trim() === '*' || header.split(',').some((it) => opaque(it) === opaque(etag)));

/** `If-Range` with a date never holds: the content has no date that could be trusted. */
const rangeApplies = (request: Request, etag: string): boolean => {
  const condition = request.headers.get('If-Range');
  return request.method === 'GET' && (condition === null || condition.trim() === etag);
};

/**
 * Answers a GET or HEAD: 200, 206, 304 or 416.
 *
 * @param headers sent along with whatever the answer is
 */
export const contentResponse = (
  request: Request,
  content: Content,
  headers: HeadersInit = {},
): Response => {
  const { size, etag } = content;
  const common = new Headers(headers);
  common.set('Accept-Ranges', 'bytes');
  common.set('ETag', etag);
  if (isKnown(request.headers.get('If-None-Match'), etag)) {
    return new Response(null, { status: 304, headers: common });
  }
  const range = rangeApplies(request, etag)
    ? parseRange(request.headers.get('Range'), size)
    : undefined;
  if (range === 'unsatisfiable') {
    common.set('Content-Range', `bytes */${size}`);
    const message = `The file has ${size} bytes; the range lies outside.`;
    return errorResponse(
      new HttpError(416, 'range_not_satisfiable', message, { headers: Object.fromEntries(common) }),
    );
  }
  const { start, end } = range ?? { start: 0, end: size };
  common.set('Content-Type', content.type);
  common.set('Content-Length', String(end - start));
  if (range) common.set('Content-Range', `bytes ${start}-${end - 1}/${size}`);
  return new Response(request.method === 'HEAD' ? null : content.open(start, end), {
    status: range ? 206 : 200,
    headers: common,
  });
};
