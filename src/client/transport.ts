import { defaultDeadline, type Operation } from '../api/operation.ts';
import type { Read } from '../api/read.ts';
import { ApiError, errorOf, requestIdOf } from './errors.ts';
import type { SolveCaptcha } from './captcha.ts';
import { writeRequest, type Input, type WriteRequest } from './request.ts';
import { keepVisitorToken, visitorToken } from './visitor-token.ts';

export interface CallOptions {
  /** Aborting rejects the call with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds for the whole call, retries included; then `ApiError` with code `timeout`. Where the
   * visitor has to solve a captcha, that time does not count, and what follows has as long again.
   */
  readonly timeout?: number | undefined;
  /** Sent as `Idempotency-Key`: the server answers a repeated post as it did the first time. */
  readonly idempotencyKey?: string | undefined;
  /** Further request headers, `Range` for example. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

interface ExchangeOptions extends CallOptions {
  /** The token of a captcha that the visitor has solved. */
  readonly captcha: string | undefined;
}

/** Where calls go: a proxy (from a page), or an API with its key (from a server). */
export interface Target {
  /** The proxy's endpoint, or the API's base URL; without a slash at the end. */
  readonly base: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Writes the requests; `writeRequest` when absent, which visitors need no more than. */
  readonly write?: WriteRequest;
  readonly fetch?: typeof fetch | undefined;
  readonly solveCaptcha?: SolveCaptcha | undefined;
}

const retries = 2;
const grace = 5_000;
const visitorHeader = 'Fae-Visitor';

const mayRetry = (operation: Operation, error: unknown, tries: number): error is ApiError =>
  operation.method === 'GET' && tries < retries && error instanceof ApiError && error.retryable;

/** Half a second, then one, each up to a half less, so that many pages do not come back at once. */
const backoff = (tries: number): number => 500 * 2 ** tries * (1 - Math.random() / 2);

/** `signal` is one call's own: what is registered on it goes with it. */
const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });

let hinted = false;

/** A browser does not let a page read why: the reason most often met is worth a line, once. */
const hintAtOrigins = (base: string): void => {
  const origin = (globalThis as { location?: Location }).location?.origin;
  if (hinted || !origin || !navigator.onLine) return;
  hinted = true;
  console.warn(
    `fae-widgets: no answer from ${base}. If it runs, add ${origin} to its FAE_ALLOWED_ORIGINS.`,
  );
};

const attempt = async (
  target: Target,
  operation: Operation,
  input: Input,
  options: ExchangeOptions,
  signal: AbortSignal,
): Promise<Response> => {
  const { path, ...request } = (target.write ?? writeRequest)(operation, input);
  const headers = {
    ...target.headers,
    'Idempotency-Key': options.idempotencyKey,
    'Fae-Captcha': options.captcha,
    [visitorHeader]: operation.cost && visitorToken(target.base),
    ...options.headers,
  };
  for (const [name, value] of Object.entries(headers)) if (value) request.headers.set(name, value);

  let response: Response;
  try {
    // A redirect is never followed: the key would go along, and neither API nor proxy redirects.
    response = await (target.fetch ?? fetch)(target.base + path, {
      ...request,
      method: operation.method,
      signal,
      redirect: 'manual',
      credentials: 'omit',
    });
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    hintAtOrigins(target.base);
    throw new ApiError('network', `No answer from ${target.base}.`, { cause });
  }
  const next = response.headers.get(visitorHeader);
  if (next) keepVisitorToken(target.base, next);
  if (!response.ok) throw await errorOf(response);
  return response;
};

const readJson = async <T>(response: Response, read: Read<T>, signal: AbortSignal): Promise<T> => {
  let message = 'The answer is not of the documented shape.';
  let cause: unknown;
  try {
    const value = read(await response.json());
    if (value !== undefined) return value;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    message = 'The answer broke off or is not JSON.';
    cause = error;
  }
  const { status } = response;
  throw new ApiError('bad_response', message, { status, requestId: requestIdOf(response), cause });
};

const exchange = async (
  target: Target,
  operation: Operation,
  read: Read<unknown>,
  input: Input,
  options: ExchangeOptions,
): Promise<unknown> => {
  const limit = options.timeout ?? (operation.deadline ?? defaultDeadline) + grace;
  const deadline = new AbortController();
  const end = Date.now() + limit;
  const timer = setTimeout(() => {
    deadline.abort(new ApiError('timeout', `No answer within ${limit / 1000} seconds.`));
  }, limit);
  const signal = options.signal
    ? AbortSignal.any([options.signal, deadline.signal])
    : deadline.signal;
  try {
    signal.throwIfAborted();
    for (let tries = 0; ; tries += 1) {
      try {
        const response = await attempt(target, operation, input, options, signal);
        return operation.answer === 'json' ? await readJson(response, read, signal) : response;
      } catch (error) {
        if (!mayRetry(operation, error, tries)) throw error;
        const wait = error.retryAfter === undefined ? backoff(tries) : error.retryAfter * 1000;
        if (Date.now() + wait >= end) throw error;
        await pause(wait, signal);
      }
    }
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Makes one call: builds the request, keeps the deadline, repeats a GET that may succeed later and
 * what is refused for want of a captcha, once that is solved.
 * Gives the straightened JSON, or the `Response` itself for bytes: then the deadline ends with the
 * headers, and the caller's signal goes on to govern the body.
 */
export const send = async (
  target: Target,
  operation: Operation,
  read: Read<unknown>,
  input: Input = {},
  options: CallOptions = {},
): Promise<unknown> => {
  const make = (captcha?: string) =>
    exchange(target, operation, read, input, { ...options, captcha });
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof ApiError && error.captcha)) throw error;
    // What a captcha needs is loaded with the first one.
    const { withCaptcha } = await import('./captcha.ts').catch(() => {
      throw error;
    });
    return withCaptcha(error, make, target.solveCaptcha, options.signal);
  }
};
