import { HttpError } from '../../http/problem.ts';
import type { Call, Step } from '../call.ts';
import { startExchange, within, type Exchange } from '../exchange.ts';
import { upstreamRequest } from '../upstream-request.ts';
import type { Upstream } from '../upstream.ts';

/** System errors that come before a request was sent. Any other may have come after. */
const notReached = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const causeCode = (error: unknown): string | undefined => {
  const cause = error instanceof Error ? error.cause : undefined;
  const code =
    typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  // A `fetch` of the owner's own may put anything there; what looks like a code goes into the log.
  return typeof code === 'string' && /^[A-Z][A-Z\d_]{2,49}$/.test(code) ? code : undefined;
};

const send = async (
  call: Call,
  upstream: Upstream,
  key: string,
  exchange: Exchange,
): Promise<Response> => {
  const { operation, settings, span } = call;
  const { url, init } = upstreamRequest(call, upstream, key, exchange);
  const traced = settings.telemetry.startRequest(operation, span, url);
  for (const [name, value] of Object.entries(traced.headers)) init.headers.set(name, value);
  // Called as a plain function: as a method of another object some runtimes refuse it.
  const request = upstream.fetch;
  try {
    const sent = request(url, { ...init, signal: exchange.signal });
    const response = await within(exchange.signal, sent);
    traced.end(response.status);
    return response;
  } catch (error) {
    traced.end();
    throw error;
  }
};

/** A read whose connection breaks is asked once more: a kept connection may have been closed just then. */
const sendSafely = async (
  call: Call,
  upstream: Upstream,
  key: string,
  exchange: Exchange,
): Promise<Response> => {
  try {
    return await send(call, upstream, key, exchange);
  } catch (error) {
    if (call.operation.method !== 'GET' || exchange.signal.aborted) throw error;
    call.event['retried'] = causeCode(error) ?? 'unknown';
    return send(call, upstream, key, exchange);
  }
};

/** Before it did anything. The FAE API answers 403 for a wrong key, others 401. */
const refusesKey = ({ status }: Response): boolean => status === 401 || status === 403;

/** A form is gone once it is sent: whoever has it has to send it again, which then goes with the other key. */
const sendAgain = (): HttpError =>
  new HttpError(503, 'unavailable', 'Please send this once more.', {
    extra: { retryAfter: 1 },
    headers: { 'Retry-After': '1' },
    hint: 'The upstream has refused a key, and the next call is made with the other one.',
  });

/** While a key is being replaced, the API takes one of two. */
const sendWithKey = async (
  call: Call,
  upstream: Upstream,
  exchange: Exchange,
): Promise<Response> => {
  const [current = '', next] = upstream.keys();
  const response = await sendSafely(call, upstream, current, exchange);
  if (!refusesKey(response) || next === undefined) return response;
  await response.body?.cancel();
  if (call.upload) {
    upstream.prefer(next);
    throw sendAgain();
  }
  const other = await sendSafely(call, upstream, next, exchange);
  if (!refusesKey(other)) {
    upstream.prefer(next);
    call.event['keyChanged'] = true;
  }
  return other;
};

/**
 * Sends the call on, with key and workspace, and waits for the answer to begin.
 *
 * @throws {HttpError} 502 `bad_upstream` when the connection breaks, 503 `unavailable` when there is
 * none, 504 `upstream_timeout`
 */
export const forward: Step = async (call) => {
  const { operation, settings, event } = call;
  const upstream = settings.upstreams.of(operation);
  const exchange = startExchange(call.signal, settings.waits.answer(operation));
  call.atEnd.push(exchange.end);
  const start = settings.now();
  try {
    const response = await sendWithKey(call, upstream, exchange);
    event['upstreamStatus'] = response.status;
    call.upstream = { response, exchange };
  } catch (cause) {
    exchange.signal.throwIfAborted();
    if (cause instanceof HttpError) throw cause;
    const code = causeCode(cause);
    event['upstreamError'] = code ?? 'unknown';
    if (code === undefined || !notReached.has(code)) {
      throw new HttpError(502, 'bad_upstream', 'The service broke off without an answer.', {
        cause,
      });
    }
    await call.refund?.();
    throw new HttpError(503, 'unavailable', 'The service cannot be reached.', {
      hint: `Nothing answers at ${new URL(upstream.base).origin} (${code}).`,
      cause,
    });
  } finally {
    event['upstreamMs'] = settings.now() - start;
  }
};
