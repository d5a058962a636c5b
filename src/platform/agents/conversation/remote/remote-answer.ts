import { readAtMost } from '../../../../http/body.ts';
import { mediaType } from '../../../../http/headers.ts';
import { HttpError } from '../../../../http/problem.ts';
import type { Outbound, OutboundAnswer } from '../../../outbound.ts';
import { agentNotFound } from '../content.ts';

/** In bytes. */
const longestAnswer = 1024 * 1024;

/** An Eliza server that somebody runs elsewhere. */
export interface RemoteServer {
  readonly outbound: Outbound;
  /** Its base URL, without a slash at the end. */
  readonly base: string;
  /** What it asks for in `X-API-KEY`, where it asks for anything. */
  readonly key: string | undefined;
}

export const badUpstream = (what: string, cause?: unknown): HttpError =>
  new HttpError(502, 'bad_upstream', `The agent’s server ${what}.`, { cause });

export const tooSlow = (): HttpError =>
  new HttpError(504, 'upstream_timeout', 'The agent’s server took too long to answer.');

/** Sends a request to it; a body goes as JSON. */
export const ask = (
  { outbound, base, key }: RemoteServer,
  method: 'GET' | 'POST',
  path: string,
  signal: AbortSignal,
  body?: unknown,
): Promise<OutboundAnswer> =>
  outbound(new URL(base + path), {
    method,
    headers: {
      Accept: 'application/json, text/event-stream;q=0.9',
      ...(key !== undefined && { 'X-API-KEY': key }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal,
  });

/** Refuses what the server has refused; the body of anything else is still to be read. */
export const checkStatus = async ({ status, headers, body }: OutboundAnswer): Promise<void> => {
  if (status >= 200 && status < 300) return;
  await body.cancel();
  if (status === 404) throw agentNotFound();
  if (status !== 429 && status !== 503) throw badUpstream(`answered with status ${status}`);
  const wait = headers.get('Retry-After') ?? '';
  const retry = /^\d{1,4}$/.test(wait) && { headers: { 'Retry-After': wait } };
  throw new HttpError(503, 'unavailable', 'The agent’s server is busy.', retry || {});
};

/** @throws {HttpError} 502 `bad_upstream` for anything but JSON, and for more than 1 MB */
export const readJson = async ({ headers, body }: OutboundAnswer): Promise<unknown> => {
  const type = mediaType(headers);
  if (type !== 'application/json' && !type.endsWith('+json')) {
    await body.cancel();
    throw badUpstream('does not answer with JSON');
  }
  const bytes = await readAtMost(body, longestAnswer);
  if (!bytes) throw badUpstream(`sends more than ${longestAnswer} bytes`);
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch (cause) {
    throw badUpstream('does not answer with JSON', cause);
  }
};
