import { textResponse } from './text-response.ts';

/**
 * A refusal on its way to becoming an answer: thrown anywhere below a handler, turned into a
 * response in one place.
 */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  /** Stable, for programs. */
  readonly code: string;
  /** Members that the answer carries beside `error` and `code`. */
  readonly extra: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  /** What the owner can do about it: for the log, and for answers on the owner's own machine. */
  readonly hint: string | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    more: {
      extra?: Readonly<Record<string, unknown>>;
      headers?: Readonly<Record<string, string>>;
      hint?: string;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: more.cause });
    this.status = status;
    this.code = code;
    this.extra = more.extra ?? {};
    this.headers = more.headers ?? {};
    this.hint = more.hint;
  }
}

export const json = (value: unknown, init: ResponseInit = {}): Response => {
  const headers = new Headers(init.headers);
  if (!headers.has('Content-Type')) headers.set('Content-Type', 'application/json');
  return textResponse(JSON.stringify(value), { ...init, headers });
};

/** FAE's error shape, `{ error, code }`, as the platform answers. */
export const errorResponse = (error: HttpError): Response =>
  json(
    { error: error.message, code: error.code, ...error.extra },
    { status: error.status, headers: error.headers },
  );

/** RFC 9457, with the same two members beside the standard ones and `more`, as the proxy answers. */
export const problemResponse = (
  error: HttpError,
  requestId: string,
  more: Readonly<Record<string, unknown>> = {},
): Response =>
  json(
    {
      type: 'about:blank',
      title: error.message,
      status: error.status,
      code: error.code,
      error: error.message,
      requestId,
      ...error.extra,
      ...more,
    },
    {
      status: error.status,
      headers: { ...error.headers, 'Content-Type': 'application/problem+json' },
    },
  );
