import { readAtMost } from '../../../http/body.ts';
import { HttpError } from '../../../http/problem.ts';
import { withDeadline } from '../../deadline.ts';
import { invalid } from '../../handlers/refusals.ts';
import type { Outbound, OutboundAnswer } from '../../outbound.ts';
import { inWords, limits } from '../limits.ts';
import { secretsOf } from '../secrets.ts';
import { fillEach, fillJson, fillText, fillUrl } from '../template.ts';
import type { Step, StepRequest } from './step.ts';

/** Milliseconds, redirects and all. */
const deadline = 30_000;
const mostRedirects = 5;

type HeaderFields = Readonly<Record<string, string>>;

/** Of the connection (RFC 9110, section 7.6.1), and of the message as it is sent on it. */
const notOurs = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'content-length',
  'expect',
  'accept-encoding',
]);

const always: HeaderFields = {
  'user-agent': 'fae-widgets-bot',
  accept: 'application/json, */*;q=0.8',
};

const checkedHeaders = (headers: HeaderFields): HeaderFields =>
  Object.fromEntries(
    Object.entries(headers).map(([given, value]) => {
      const name = given.toLowerCase();
      if (notOurs.has(name)) throw invalid(`The header ${given} cannot be set.`);
      // RFC 9110, section 5.5: no control characters; beyond Latin-1 Node.js cannot send it.
      if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
        throw invalid(`The header ${given} has a value that cannot be sent.`);
      }
      return [name, value.trim()];
    }),
  );

const checkedUrl = (text: string): URL => {
  const url = URL.parse(text);
  if (!url) throw invalid('The address is not a URL.');
  if (url.username || url.password) throw invalid('The address must not have credentials in it.');
  return url;
};

interface Sending {
  readonly method: string;
  readonly headers: HeaderFields;
  readonly body?: string;
}

const sendingOf = (method: string, given: HeaderFields, body: unknown): Sending => {
  const headers = { ...always, ...checkedHeaders(given) };
  if (method === 'GET' || body === undefined) return { method, headers };
  const isText = typeof body === 'string';
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json';
  return {
    method,
    headers: { 'content-type': type, ...headers },
    body: isText ? body : JSON.stringify(body),
  };
};

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/** Follows redirects of a GET. At another origin, nothing of what the pipeline sends is known. */
const send = async (
  outbound: Outbound,
  start: URL,
  sending: Sending,
  signal: AbortSignal,
): Promise<OutboundAnswer> => {
  let url = start;
  for (let round = 0; round <= mostRedirects; round += 1) {
    const headers = url.origin === start.origin ? sending.headers : always;
    const answer = await outbound(url, { ...sending, headers, signal });
    const location = answer.headers.get('location');
    if (sending.method !== 'GET' || !isRedirect(answer.status) || location === null) return answer;
    await answer.body.cancel();
    url = checkedUrl(URL.parse(location, url)?.href ?? '');
  }
  throw new HttpError(502, 'bad_upstream', `${start.host} redirects too often.`);
};

const isJson = (type: string): boolean => /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type);

/** JSON as what it says, other text as text; nothing for bytes that are no text. */
const valueOf = (type: string, bytes: Uint8Array): unknown => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return isJson(type) && text ? (JSON.parse(text) as unknown) : text;
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid('The answer says that it is JSON, but is not.');
    return null;
  }
};

const request = async (
  { data, fill, services }: StepRequest<'httpRequest'>,
  signal: AbortSignal,
) => {
  const { url, method = 'GET', headers = {}, body } = data;
  const named = Object.fromEntries(
    Object.entries(headers).map(([name, template]) => [name, fillText(template)]),
  );
  const filled = await fill(
    fillEach<unknown>({
      url: fillUrl(url),
      headers: fillEach(named),
      ...(body !== undefined && { body: fillJson(body) }),
    }),
  );
  const target = checkedUrl(filled['url'] as string);
  const sending = sendingOf(method, filled['headers'] as HeaderFields, filled['body']);
  const answer = await send(services.outbound, target, sending, signal);
  const bytes = await readAtMost(answer.body, limits.output);
  if (!bytes) {
    const most = inWords(limits.output);
    throw new HttpError(
      502,
      'bad_upstream',
      `${target.host} answers with more than ${most} bytes.`,
    );
  }
  return { method, target, sending, answer, bytes };
};

/**
 * Sends a request and gives `{ status, headers, body }`, whatever the status: a condition on it decides
 * how the pipeline goes on. The log names the host alone; the rest of an address may be a secret.
 */
export const httpRequest: Step<'httpRequest'> = async (step) => {
  const { method, target, sending, answer, bytes } = await withDeadline(
    deadline,
    step.signal,
    (signal) => request(step, signal),
  );
  const headers = [...answer.headers].filter(([name]) => name !== 'set-cookie');
  const body = valueOf(answer.headers.get('content-type') ?? '', bytes);
  const size = inWords(bytes.byteLength);
  return {
    output: { status: answer.status, headers: Object.fromEntries(headers), body },
    message: `${method} ${target.host} answered ${answer.status} with ${size} bytes.`,
    secrets: secretsOf(sending.headers),
  };
};
