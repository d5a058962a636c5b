/**
 * Every error that proxy, platform and client speak of, with the HTTP status it travels under.
 * 0: it never travels; the client finds it out itself. Where several codes share a status, the first is
 * what a server means that names none.
 */
export const errorStatus = {
  invalid_request: 400,
  inactive: 400,
  sold_out: 400,
  unauthenticated: 401,
  payment_required: 402,
  forbidden: 403,
  origin_not_allowed: 403,
  not_exposed: 403,
  captcha_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  range_not_satisfiable: 416,
  idempotency_key_reused: 422,
  rate_limited: 429,
  server_error: 500,
  bad_upstream: 502,
  unavailable: 503,
  not_configured: 503,
  limits_degraded: 503,
  timeout: 503,
  upstream_timeout: 504,
  bad_response: 0,
  network: 0,
  no_endpoint: 0,
} as const;

export type ErrorCode = keyof typeof errorStatus;

export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(errorStatus, value);

const retryable: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'rate_limited',
  'server_error',
  'bad_upstream',
  'unavailable',
  'limits_degraded',
  'timeout',
  'upstream_timeout',
  'bad_response',
  'network',
]);

/** Whether the same request may succeed later. */
export const isRetryable = (code: ErrorCode): boolean => retryable.has(code);
