import { errorStatus, isErrorCode, isRetryable, type ErrorCode } from '../api/errors.ts';

export type { ErrorCode };

export interface ApiErrorDetails {
  /** HTTP status; 0 where no answer came. */
  readonly status?: number;
  /** Seconds after which the server says to try again. */
  readonly retryAfter?: number | undefined;
  readonly requestId?: string | undefined;
  readonly cause?: unknown;
}

/**
 * The one error of the client. `code` says what happened and is what programs should look at;
 * `message` is for people and may change.
 *
 * An abort by the caller is no `ApiError`: the signal's own reason is thrown.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryAfter: number | undefined;
  readonly requestId: string | undefined;

  constructor(code: ErrorCode, message: string, details: ApiErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.status = details.status ?? 0;
    this.retryAfter = details.retryAfter;
    this.requestId = details.requestId;
  }

  /** Whether the same request may succeed later. */
  get retryable(): boolean {
    return isRetryable(this.code);
  }
}

/** Where several codes share a status: the one that a server means that names none. */
const plainCodes: Partial<Record<number, ErrorCode>> = {
  400: 'invalid_request',
  403: 'forbidden',
  503: 'unavailable',
};

const codeOfStatus = (status: number): ErrorCode => {
  const plain = plainCodes[status];
  if (plain) return plain;
  const listed = Object.entries(errorStatus).find(([, it]) => it === status)?.[0];
  if (isErrorCode(listed)) return listed;
  if (status >= 500) return 'server_error';
  return status >= 400 ? 'invalid_request' : 'bad_response';
};

/** `Retry-After`: seconds or a date. */
const secondsIn = (header: string | null): number | undefined => {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
};

/** The error that a refusing answer speaks of: the proxy's, an API's `{ error }`, or none at all. */
export const errorOf = async (response: Response): Promise<ApiError> => {
  const body = (await response.json().catch(() => undefined)) as
    { code?: unknown; error?: unknown; requestId?: unknown } | undefined;
  const status = response.status;
  const message =
    typeof body?.error === 'string' ? body.error : `The server answered with status ${status}.`;
  return new ApiError(isErrorCode(body?.code) ? body.code : codeOfStatus(status), message, {
    status,
    retryAfter: secondsIn(response.headers.get('Retry-After')),
    requestId:
      (typeof body?.requestId === 'string' ? body.requestId : undefined) ??
      response.headers.get('X-Request-Id') ??
      undefined,
  });
};
