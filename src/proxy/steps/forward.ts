import { HttpError } from '../../http/problem.ts';
import type { Step } from '../call.ts';
import { startExchange, within } from '../exchange.ts';
import { upstreamRequest } from '../upstream-request.ts';

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
  return typeof code === 'string' ? code : undefined;
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
  const { url, init } = upstreamRequest(call, upstream);
  const exchange = startExchange(call.request.signal, settings.waits.answer(operation));
  call.atEnd.push(exchange.end);
  const start = settings.now();
  // Called as a plain function: as a method of another object some runtimes refuse it.
  const send = upstream.fetch;
  try {
    const sent = send(url, { ...init, signal: exchange.signal });
    const response = await within(exchange.signal, sent);
    event['upstreamStatus'] = response.status;
    call.upstream = { response, exchange };
  } catch (cause) {
    exchange.signal.throwIfAborted();
    const code = causeCode(cause);
    event['upstreamError'] = code ?? 'unknown';
    if (code === undefined || !notReached.has(code)) {
      throw new HttpError(502, 'bad_upstream', 'The service broke off without an answer.', {
        cause,
      });
    }
    await call.refund?.();
    throw new HttpError(503, 'unavailable', 'The service cannot be reached.', {
      hint: `Nothing answers at ${url.origin} (${code}).`,
      cause,
    });
  } finally {
    event['upstreamMs'] = settings.now() - start;
  }
};
