import { errorStatus, isErrorCode, isRetryable, type ErrorCode } from '../api/errors.ts';
import { object, text } from '../api/read.ts';

export type { ErrorCode };

export interface ApiErrorDetails {
  /** HTTP status; 0 where no answer came. */
  readonly status?: number;
  /** Seconds after which the server says to try again. */
  readonly retryAfter?: number | undefined;
  readonly requestId?: string | undefined;
  /** With `captcha_required`: what the server says of the captcha, `provider` and `siteKey`. */
  readonly captcha?: Readonly<Record<string, unknown>> | undefined;
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
  declare readonly code: ErrorCode;
  declare readonly status: number;
  declare readonly retryAfter: number | undefined;
  declare readonly requestId: string | undefined;
  declare readonly captcha: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, message: string, details: ApiErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.status = details.status ?? 0;
    this.retryAfter = details.retryAfter;
    this.requestId = details.requestId;
    this.captcha = details.captcha;
  }

  /** Whether the same request may succeed later. */
  get retryable(): boolean {
    return isRetryable(this.code);
  }
}

/** Where several codes share a status, the one that is listed first. */
const codeOfStatus = (status: number): ErrorCode => {
  const codes = Object.keys(errorStatus) as ErrorCode[];
  const code = codes.find((it) => errorStatus[it] === status);
  if (code) return code;
  if (status >= 500) return 'server_error';
  return status >= 400 ? 'invalid_request' : 'bad_response';
};

/** `Retry-After`: seconds or a date. */
const secondsIn = (header: string | null): number | undefined => {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
};

/** The request's id, for the log of the server. */
export const requestIdOf = ({ headers }: Response): string | undefined =>
  headers.get('X-Request-Id') ?? undefined;

/** The error that a refusing answer speaks of: the proxy's, an API's `{ error }`, or none at all. */
export const errorOf = async (response: Response): Promise<ApiError> => {
  const { status, headers } = response;
  const body = object(await response.json().catch(() => undefined)) ?? {};
  const { code, error, requestId, captcha } = body;
  return new ApiError(
    isErrorCode(code) ? code : codeOfStatus(status),
    text(error) ?? `The server answered with status ${status}.`,
    {
      status,
      retryAfter: secondsIn(headers.get('Retry-After')),
      requestId: text(requestId) ?? requestIdOf(response),
      captcha: object(captcha),
    },
  );
};
