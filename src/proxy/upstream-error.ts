import { errorStatus, isErrorCode, type ErrorCode } from '../api/errors.ts';
import { readAtMost } from '../http/body.ts';
import { mediaType } from '../http/headers.ts';
import { HttpError } from '../http/problem.ts';
import type { Call } from './call.ts';

const bodyLimit = 64 * 1024;

/**
 * What a visitor is told. Never the upstream's own words: they may quote a key, a path, a query, or
 * say what is not a visitor's business.
 */
const messages = {
  invalid_request: 'The service did not accept this request.',
  payment_required: 'This has to be paid for first.',
  inactive: 'This product is not on sale.',
  sold_out: 'This product is sold out.',
  not_found: 'This does not exist, or no longer.',
  conflict: 'This is not possible at the moment.',
  too_large: 'This is too large for the service.',
  unsupported_media_type: 'The service does not take this kind of file.',
  range_not_satisfiable: 'There are no such bytes in this file.',
  idempotency_key_reused: 'This key was already used for another request.',
  rate_limited: 'The service has too much to do. Please try later.',
  timeout: 'The answer took too long.',
  unavailable: 'The service is not available at the moment.',
  not_configured: 'This service is not set up yet.',
  upstream_timeout: 'The service took too long to answer.',
  bad_upstream: 'The service answered with an error.',
} satisfies Partial<Record<ErrorCode, string>>;

const messageOf = (code: ErrorCode): string => {
  const known: Partial<Record<ErrorCode, string>> = messages;
  return known[code] ?? messages.bad_upstream;
};

/** The 502 for an answer that breaks the rules; `hint` says which, for the owner. */
export const badUpstream = (hint: string): HttpError =>
  new HttpError(502, 'bad_upstream', 'The service gave an answer that cannot be used.', { hint });

/** What is said of a failure, or of a code from the upstream, where the answer has begun already. */
export const visitorError = (failure: unknown): { error: string; code: ErrorCode } => {
  const said = failure instanceof HttpError ? failure.code : failure;
  const code = isErrorCode(said) && Object.hasOwn(messages, said) ? said : 'bad_upstream';
  return { error: messageOf(code), code };
};

/** What a status means where the body does not say it more exactly. */
const codes: Partial<Record<number, ErrorCode>> = {
  400: 'invalid_request',
  402: 'payment_required',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  416: 'range_not_satisfiable',
  422: 'invalid_request',
  429: 'rate_limited',
  503: 'unavailable',
  504: 'upstream_timeout',
};

const saidCode = async (response: Response): Promise<unknown> => {
  if (!/json$/.test(mediaType(response.headers))) return undefined;
  const bytes = await readAtMost(response.body, bodyLimit);
  const body: unknown = JSON.parse(new TextDecoder().decode(bytes));
  return typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
};

/** What else is passed on, exactly as it should look: anything could be in a header. */
const passed: Readonly<Record<number, { readonly name: string; readonly value: RegExp }>> = {
  416: { name: 'Content-Range', value: /^bytes \*\/\d{1,15}$/ },
  429: { name: 'Retry-After', value: /^\d{1,6}$/ },
};

const headersOf = (response: Response): Record<string, string> => {
  const header = passed[response.status];
  const value = header && response.headers.get(header.name);
  return header && value && header.value.test(value) ? { [header.name]: value } : {};
};

/** The refusal that an upstream's refusing answer becomes. */
export const upstreamError = async (
  response: Response,
  { event, upload, operation }: Call,
): Promise<HttpError> => {
  const { status } = response;
  if (status === 401 || status === 403) {
    return new HttpError(503, 'not_configured', messages.not_configured, {
      hint: `The upstream refuses the key or the workspace (${status}). Check both.`,
    });
  }
  const usual = upload && status === 415 ? 'unsupported_media_type' : codes[status];
  // What the owner has not paid for is not a visitor's matter.
  const isOwners = status === 402 && operation.audience === 'visitor';
  if (usual === undefined || isOwners)
    return new HttpError(502, 'bad_upstream', messages.bad_upstream);
  // A body that breaks off or is no JSON leaves the status, which says enough.
  const said = await saidCode(response).catch(() => undefined);
  event['upstreamCode'] = isErrorCode(said) ? said : undefined;
  const code = isErrorCode(said) && errorStatus[said] === status ? said : usual;
  return new HttpError(status, code, messageOf(code), {
    headers: headersOf(response),
  });
};
