import { readBody } from '../../../../http/body.ts';
import { mediaType, pick, sealed } from '../../../../http/headers.ts';
import { HttpError } from '../../../../http/problem.ts';
import type { OutboundAnswer } from '../../../outbound.ts';
import { badUpstream, type RemoteServer } from './remote-answer.ts';

const longestBody = 1024 * 1024;
const answerHeaders = ['Content-Type', 'Content-Length', 'Retry-After'];

const types: ReadonlySet<string> = new Set([
  'application/json',
  'text/plain',
  'text/event-stream',
  'audio/mpeg',
  'audio/wav',
  'application/octet-stream',
]);

const bodyOf = async (request: Request): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  const bytes = await readBody(request, longestBody);
  if (bytes.byteLength === 0) return undefined;
  if (mediaType(request.headers) !== 'application/json') {
    throw new HttpError(415, 'unsupported_media_type', 'Send the body as application/json.');
  }
  return bytes;
};

const answerOf = async ({ status, headers, body }: OutboundAnswer): Promise<Response> => {
  const isAllowed = types.has(mediaType(headers));
  const isEmpty = status === 204 || status === 205;
  if (isAllowed && !isEmpty && (status < 300 || status >= 400) && status >= 200 && status < 600) {
    return new Response(body, {
      status,
      headers: [...pick(headers, answerHeaders), ...Object.entries(sealed)],
    });
  }
  await body.cancel();
  if (isEmpty) return new Response(null, { status, headers: sealed });
  // Express refuses with a page.
  if (status >= 400 && status < 600) {
    const text = `The agent’s server answered with status ${status}.`;
    return new Response(text, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
  }
  throw badUpstream(
    status < 300 ? 'answers with a type that is not passed on' : `answered with status ${status}`,
  );
};

/**
 * Passes an operator's request on to the agent's server, below its base URL: the query, a JSON body,
 * and of the headers none but what it accepts. No cookie and no key of ours goes along.
 *
 * @param segments of the path, as they were checked
 * @throws {HttpError} 415 for any other body, 502 `bad_upstream` for an answer of a type that is not
 * passed on
 */
export const forward = async (
  { outbound, base, key }: RemoteServer,
  segments: readonly string[],
  request: Request,
  signal: AbortSignal,
): Promise<Response> => {
  const body = await bodyOf(request);
  const url = new URL([base, ...segments.map(encodeURIComponent)].join('/'));
  url.search = new URL(request.url).search;
  const accept = request.headers.get('Accept');
  const answer = await outbound(url, {
    method: request.method,
    headers: {
      ...(accept !== null && { Accept: accept }),
      ...(body && { 'Content-Type': 'application/json' }),
      ...(key !== undefined && { 'X-API-KEY': key }),
    },
    ...(body && { body }),
    signal,
  });
  return answerOf(answer);
};
