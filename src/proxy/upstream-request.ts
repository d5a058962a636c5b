import type { NamedOperation } from '../api/operations.ts';
import { asksForEvents } from '../http/event-stream.ts';
import { pick } from '../http/headers.ts';
import { idempotencyKey } from '../http/idempotency-key.ts';
import type { PathParameters } from '../http/path.ts';
import type { Call } from './call.ts';
import { wantsEvents } from './event-answer.ts';
import type { Exchange } from './exchange.ts';
import { fixedLength } from './fixed-length.ts';
import { uploadBody } from './upload.ts';
import type { Upstream } from './upstream.ts';

/** The only headers that go on from the visitor, and those only where bytes are asked for. */
const conditions = ['Range', 'If-Range', 'If-None-Match', 'If-Modified-Since'];

const singleRange = /^bytes=(\d+-\d*|-\d+)$/;

const pathOf = (template: string, params: PathParameters): string =>
  template.replace(/\{\*?(\w+)\}/g, (_, name: string) =>
    [params[name] ?? []].flat().map(encodeURIComponent).join('/'),
  );

const workspaceAt = (
  place: 'query' | 'body',
  { workspace: trait }: NamedOperation,
  { workspace }: Upstream,
): Record<string, string> =>
  trait?.in === place && workspace !== undefined ? { [trait.as]: workspace } : {};

const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

/**
 * The address of a call: the configured base, the operation's own template, encoded parameters.
 *
 * Put together as text and then compared, because `new URL(path, base)` lets a path of `//host`
 * choose the host, and the key goes with it (CVE-2026-34076).
 */
const upstreamUrl = ({ operation, input, forwarded }: Call, upstream: Upstream): URL => {
  const url = new URL(upstream.base + pathOf(operation.path, input.params));
  if (!url.href.startsWith(`${upstream.base}/`)) {
    throw new Error(`${operation.name} would leave the configured upstream`);
  }
  // The workspace comes last, so that it wins.
  const query = { ...input.query, ...workspaceAt('query', operation, upstream) };
  url.search = forwarded?.query.toString() ?? '';
  for (const [name, value] of Object.entries(query)) {
    if (isScalar(value)) url.searchParams.set(name, String(value));
  }
  return url;
};

/** What no validator or date has would make `fetch` refuse the whole request. */
const plainText = /^[\x20-\x7e]{1,1024}$/;

const conditionsOf = (headers: Headers): Headers => {
  const picked = pick(headers, conditions);
  for (const [name, value] of [...picked]) if (!plainText.test(value)) picked.delete(name);
  // Several ranges at once would be answered as multipart, which no viewer reads.
  if (!singleRange.test(picked.get('Range') ?? '')) {
    picked.delete('Range');
    picked.delete('If-Range');
  }
  return picked;
};

const json = 'application/json';
const eventStream = 'text/event-stream';
/** An upstream that cannot stream answers in JSON. */
const eventsOrJson = `${eventStream}, ${json};q=0.9`;

/** Of an interface that may answer with events those who ask for them get them first, others none. */
const acceptedTypes = ({ operation, request }: Call): readonly string[] => {
  const { types = [json], forwards } = operation;
  if (!forwards) return types;
  const others = types.filter((it) => it !== eventStream);
  return asksForEvents(request.headers) ? [eventStream, ...others] : others;
};

/**
 * An operator's own word for a request, where the upstream is said to know it; a visitor's is the
 * proxy's, which keeps the answers itself.
 */
const repeatKeyOf = ({ operation, request }: Call): string | undefined =>
  operation.repeatable && operation.audience === 'operator' ? idempotencyKey(request) : undefined;

const headersOf = (call: Call, upstream: Upstream, key: string): Headers => {
  const { operation, request, requestId } = call;
  const isJson = operation.answer === 'json';
  const events = wantsEvents(call);
  const headers = isJson ? new Headers() : conditionsOf(request.headers);
  headers.set('Accept', events ? eventsOrJson : acceptedTypes(call).join(', '));
  // Lengths and ranges are those of the bytes themselves, and what compresses holds events back.
  if (!isJson || events) headers.set('Accept-Encoding', 'identity');
  headers.set('X-Request-Id', requestId);
  headers.set('x-api-key', key);
  const repeatKey = repeatKeyOf(call);
  if (repeatKey !== undefined) headers.set('Idempotency-Key', repeatKey);
  if (operation.auth === 'session' && upstream.sessionCookie) {
    headers.set('Cookie', upstream.sessionCookie);
  }
  if (call.input.body || call.forwarded?.body !== undefined) headers.set('Content-Type', json);
  if (call.upload) {
    headers.set('Content-Type', call.upload.type);
    if (call.upload.length !== undefined) headers.set('Content-Length', `${call.upload.length}`);
  }
  return headers;
};

/** `fetch` is told that it need not wait for an answer before all of a stream is sent. */
type Sent = RequestInit & { readonly headers: Headers; readonly duplex?: 'half' };

const bodyOf = (
  call: Call,
  upstream: Upstream,
  headers: Headers,
  exchange: Exchange,
): Pick<Sent, 'body' | 'duplex'> => {
  const { operation, input, upload, forwarded } = call;
  if (forwarded) return forwarded.body === undefined ? {} : { body: forwarded.body };
  if (upload) {
    return { body: fixedLength(uploadBody(call, upload, exchange), headers), duplex: 'half' };
  }
  if (!input.body) return {};
  return { body: JSON.stringify({ ...input.body, ...workspaceAt('body', operation, upstream) }) };
};

/**
 * Everything that is sent upstream. Nothing in it is the visitor's own but what was checked, and an
 * operator's form, or what an operator has forwarded.
 */
export const upstreamRequest = (
  call: Call,
  upstream: Upstream,
  key: string,
  exchange: Exchange,
): { readonly url: URL; readonly init: Sent } => {
  const { operation, request } = call;
  const headers = headersOf(call, upstream, key);
  // For bytes the upstream is spared the body; JSON has to be read and cut to know its size.
  const method =
    request.method === 'HEAD' && operation.answer !== 'json' ? 'HEAD' : operation.method;
  return {
    url: upstreamUrl(call, upstream),
    init: {
      method,
      headers,
      // A redirect would take the key to wherever it points.
      redirect: 'manual',
      ...bodyOf(call, upstream, headers, exchange),
    },
  };
};
