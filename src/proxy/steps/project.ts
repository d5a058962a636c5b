import { readOf } from '../../api/reads.ts';
import type { NamedOperation } from '../../api/operations.ts';
import { readAtMost } from '../../http/body.ts';
import { eventHeaders } from '../../http/event-stream.ts';
import { mediaType, pick } from '../../http/headers.ts';
import { HttpError } from '../../http/problem.ts';
import { left, type Answer, type Call, type Step } from '../call.ts';
import { eventAnswer, wantsEvents } from '../event-answer.ts';
import { within, type Exchange } from '../exchange.ts';
import { pinsRequest } from '../exposure.ts';
import type { Pins } from '../options.ts';
import { relay } from '../relay.ts';
import { quotesSecret } from '../secrets.ts';
import { badUpstream, upstreamError } from '../upstream-error.ts';
import { isRecord, seenOf } from '../visitor-view.ts';
import { withoutSecrets } from '../without-secrets.ts';

const megabyte = 1024 * 1024;
const jsonLimit = 8 * megabyte;
/** In bytes: the largest model or video; the longest speech, or whatever else is made for one visitor. */
const streamLimits = { file: 512 * megabyte, made: 64 * megabyte };

type Fields = Readonly<Record<string, unknown>>;

/** Leaves out of a list what the owner's pins do not name. */
const keepPinned = (value: unknown, operation: NamedOperation, pins: Pins): unknown => {
  const answerPins = Object.entries(pins).filter(([field]) => !pinsRequest(operation, field));
  if (answerPins.length === 0) return value;
  const isPinned = (record: Fields) =>
    answerPins.every(([field, allowed]) => allowed.some((it) => it === record[field]));
  if (Array.isArray(value)) return value.filter((it) => isRecord(it) && isPinned(it));
  if (isRecord(value) && isPinned(value)) return value;
  throw new HttpError(403, 'not_exposed', 'This is not offered here.');
};

const parse = async (response: Response, exchange: Exchange): Promise<unknown> => {
  try {
    const bytes = await within(exchange.signal, readAtMost(response.body, jsonLimit));
    if (!bytes) throw badUpstream('The upstream sent more than 8 MB of JSON.');
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    exchange.signal.throwIfAborted();
    if (error instanceof HttpError) throw error;
    throw badUpstream('The upstream sent JSON that breaks off or cannot be parsed.');
  }
};

/** What was read may be nested deeper than can be written. */
const written = (value: unknown): string => {
  try {
    return JSON.stringify(value);
  } catch {
    throw badUpstream('The upstream sent JSON that is nested too deeply.');
  }
};

const jsonAnswer = async (call: Call, response: Response, exchange: Exchange): Promise<Answer> => {
  const { operation, settings, pins } = call;
  const type = mediaType(response.headers);
  if (!/^application\/([\w.-]+\+)?json$/.test(type)) {
    throw badUpstream(`The upstream sent "${type}" where JSON was due.`);
  }
  // Codings within codings unpack to any size (CVE-2026-22036).
  if (response.headers.get('Content-Encoding')?.includes(',')) {
    throw badUpstream('The upstream compressed its answer more than once.');
  }
  const value = readOf(operation.name)(await parse(response, exchange));
  exchange.answered();
  const seen = value === undefined ? value : seenOf(keepPinned(value, operation, pins), operation);
  if (seen === undefined) throw badUpstream('The answer is not of the documented shape.');
  const body = written(seen);
  if (quotesSecret(body, settings.upstreams.secrets())) {
    throw badUpstream('The upstream repeated a key in its answer.');
  }
  const headers = new Headers({ 'Content-Type': 'application/json' });
  return { status: response.status, headers, body };
};

/** What describes the bytes, and nothing else, is passed on. */
const byteHeaders = ['Content-Length', 'Content-Range', 'Accept-Ranges', 'ETag', 'Last-Modified'];

/** With one of these a visitor asks for bytes only if they have changed. */
const validators = ['If-None-Match', 'If-Modified-Since'];

/** Where a body is not allowed at all. */
const hasNoBody = ({ status }: Response): boolean => status === 204 || status === 205;

const streamAnswer = (call: Call, response: Response, exchange: Exchange): Answer => {
  const { operation, settings, event, request } = call;
  const type = mediaType(response.headers);
  const isUnchanged = response.status === 304;
  const isEmpty = operation.forwards === true && hasNoBody(response);
  if (!isUnchanged && !isEmpty && !operation.types?.includes(type)) {
    throw badUpstream(`The upstream sent "${type}" for ${operation.name}.`);
  }
  const encoding = response.headers.get('Content-Encoding') ?? 'identity';
  if (encoding !== 'identity') {
    throw badUpstream(`The upstream compressed what was asked for as it is (${encoding}).`);
  }
  if (isUnchanged && !validators.some((name) => request.headers.has(name))) {
    throw badUpstream('The upstream says "not modified" to somebody who has nothing yet.');
  }
  const isFile = operation.answer === 'binary' && !operation.cost && !operation.forwards;
  const limit = streamLimits[isFile ? 'file' : 'made'];
  if (Number(response.headers.get('Content-Length')) > limit) {
    throw badUpstream(`The upstream sent more than ${limit / megabyte} MB.`);
  }
  exchange.answered(settings.waits.total);
  const headers = pick(response.headers, byteHeaders);
  const secrets = settings.upstreams.secrets();
  for (const [name, value] of [...headers]) if (quotesSecret(value, secrets)) headers.delete(name);
  if (!isUnchanged && !isEmpty) headers.set('Content-Type', type);
  if (type === eventHeaders['Content-Type']) {
    for (const [name, value] of Object.entries(eventHeaders)) headers.set(name, value);
  }
  const source = operation.forwards ? withoutSecrets(response.body, secrets) : response.body;
  const body =
    source && !isEmpty && request.method !== 'HEAD'
      ? relay(source, exchange, { idleMs: settings.waits.idle, limit }, (bytes, error) => {
          event['bytes'] = bytes;
          if (error !== undefined) event['code'] = 'broken_off';
          call.end();
        })
      : null;
  return { status: response.status, headers, body };
};

/** Also one that a `fetch` of the owner's own has followed, whatever it was told. */
const isRedirect = ({ status, type, redirected }: Response): boolean =>
  redirected || type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304);

const isEventStream = ({ headers }: Response): boolean =>
  mediaType(headers) === 'text/event-stream';

/**
 * Checks what came back and makes of it what may be seen: JSON is straightened and cut to the
 * visitor view, and so is each event of a reply; bytes are passed on as they come.
 *
 * @throws {HttpError} 502 `bad_upstream` for a redirect, a wrong type, too much or broken JSON; what
 * the upstream's own refusal becomes
 */
export const project: Step = async (call) => {
  const { response, exchange } = left(call.upstream, 'answer from the upstream');
  if (isRedirect(response)) {
    throw badUpstream(`The upstream redirects (${response.status}); check the configured URL.`);
  }
  const isStream = call.operation.answer !== 'json';
  const isUnchanged = response.status === 304 && isStream;
  if (!response.ok && !isUnchanged) {
    throw await within(exchange.signal, upstreamError(response, call));
  }
  if (response.status === 206 && !(isStream && call.request.headers.has('Range'))) {
    throw badUpstream('The upstream sent a part where the whole was asked for.');
  }
  if (isStream) call.answer = streamAnswer(call, response, exchange);
  else if (wantsEvents(call) && isEventStream(response)) {
    call.answer = eventAnswer(call, response, exchange);
  } else call.answer = await jsonAnswer(call, response, exchange);
};
