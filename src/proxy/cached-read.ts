import { isErrorCode } from '../api/errors.ts';
import { entityTag } from '../http/entity-tag.ts';
import { HttpError } from '../http/problem.ts';
import type { KeptAnswer } from './answers.ts';
import { left, type Answer, type Call, type Step } from './call.ts';
import { clientClosed } from './exchange.ts';

/** For how many seconds an answer may be shared; `undefined` for what belongs to one caller. */
export const sharedFor = ({ operation }: Call): number | undefined => {
  const { method, audience, cost, answer } = operation;
  const isShared = method === 'GET' && audience === 'visitor' && !cost && answer === 'json';
  return isShared ? operation.cache : undefined;
};

interface Read {
  readonly call: Call;
  readonly key: string;
  /** Milliseconds for which an answer is fresh; for as long again it is given while it is renewed. */
  readonly freshMs: number;
  /** Asks the upstream. */
  readonly ask: Step;
}

/** An answer, and whether the upstream lets others have it too. */
type Loaded = KeptAnswer & { readonly shared: boolean };

/**
 * What tells one shared answer from another: the operation with the parameters that it knows, and where
 * it was asked. Nothing else of a request can change the answer, because nothing else goes upstream.
 */
const keyOf = ({ operation, input, settings, pins }: Call): string => {
  const { base, workspace } = settings.upstreams.of(operation);
  return `${operation.name} ${JSON.stringify([base, workspace, pins, input.params, input.query])}`;
};

/** What the upstream itself calls private or bound to a session is for nobody else. */
const isPrivate = ({ headers }: Response): boolean =>
  headers.has('Set-Cookie') || /\b(private|no-store)\b/i.test(headers.get('Cache-Control') ?? '');

/** The same call, but on behalf of everybody who waits for its answer. */
const onBehalfOfAll = (call: Call, signal: AbortSignal, event: Call['event']): Call => ({
  ...call,
  signal,
  event,
  atEnd: [],
  refund: undefined,
});

const load = async (
  { call, key, freshMs, ask }: Read,
  signal: AbortSignal,
  event: Call['event'],
): Promise<Loaded> => {
  const { settings } = call;
  const found = await settings.answers?.elsewhere(key, 2 * freshMs);
  if (found && settings.now() - found.at < freshMs) return { ...found, shared: true };
  const own = onBehalfOfAll(call, signal, event);
  // What changes from here on may be missing in the answer.
  const at = settings.now();
  try {
    await ask(own);
    const { body } = left(own.answer, 'answer');
    const { response } = left(own.upstream, 'answer from the upstream');
    const text = typeof body === 'string' ? body : '';
    const kept = { body: text, etag: entityTag(text), at };
    const shared = !isPrivate(response);
    if (shared) await settings.answers?.keep(key, kept, 2 * freshMs);
    return { ...kept, shared };
  } finally {
    for (const run of own.atEnd) run();
  }
};

/** Asks anew while the visitor is served with what there is. A failure is told once. */
const refresh = (read: Read): void => {
  const { settings, operation, requestId, runtime } = read.call;
  const event: Record<string, unknown> = {};
  const tell = (error: unknown): never => {
    const code =
      error instanceof HttpError && isErrorCode(error.code) ? error.code : 'server_error';
    const refreshed = { operation: operation.name, refresh: true, requestId, code };
    settings.log({ time: new Date(settings.now()).toISOString(), ...refreshed, ...event });
    throw error;
  };
  const work = settings
    .fly(read.key, new AbortController().signal, (signal) => load(read, signal, event).catch(tell))
    .catch(() => undefined);
  runtime.waitUntil?.(work);
};

const answerOf = (
  { body, etag, at, shared }: Loaded,
  { call: { settings }, freshMs }: Read,
): Answer => {
  const age = Math.max(0, Math.floor((settings.now() - at) / 1000));
  const maxAge = freshMs / 1000;
  const lifetime = `public, max-age=${maxAge}, stale-while-revalidate=${maxAge}`;
  const headers = new Headers({ 'Content-Type': 'application/json', ETag: etag });
  headers.set('Cache-Control', !shared ? 'no-store' : settings.answers ? lifetime : 'no-cache');
  if (age > 0) headers.set('Age', String(age));
  return { status: 200, headers, body };
};

/**
 * The answer to a free read: from what is kept, else from the upstream. Many who ask the same at once
 * cause one call. For as long again as an answer is fresh it is still given, while a new one is
 * fetched.
 *
 * @param maxAge in seconds
 * @param ask how the upstream is asked
 * @throws {HttpError} what `ask` throws; 499 `client_closed` for whoever has left
 */
export const cachedRead = async (call: Call, maxAge: number, ask: Step): Promise<Answer> => {
  const { settings, event, request } = call;
  const read: Read = { call, key: keyOf(call), freshMs: maxAge * 1000, ask };
  const kept = settings.answers?.here(read.key);
  const age = kept ? settings.now() - kept.at : Infinity;
  if (kept && age < 2 * read.freshMs) {
    const isFresh = age < read.freshMs;
    event['cache'] = isFresh ? 'hit' : 'stale';
    if (!isFresh) refresh(read);
    return answerOf({ ...kept, shared: true }, read);
  }
  event['cache'] = 'miss';
  try {
    const loaded = await settings.fly(read.key, request.signal, (signal) =>
      load(read, signal, event),
    );
    return answerOf(loaded, read);
  } catch (error) {
    if (request.signal.aborted) throw clientClosed();
    throw error;
  }
};
