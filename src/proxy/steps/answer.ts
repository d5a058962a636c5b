import { isErrorCode } from '../../api/errors.ts';
import { HttpError } from '../../http/problem.ts';
import { toBase64Url } from '../../http/signing.ts';
import { left, type Answer, type Call, type Step } from '../call.ts';
import type { KeptAnswer } from '../answers.ts';
import { clientClosed } from '../exchange.ts';
import { forward } from './forward.ts';
import { project } from './project.ts';

/** Asks the upstream. */
const ask: Step = async (call) => {
  await forward(call);
  await project(call);
};

/** For how many seconds an answer may be shared; `undefined` for what belongs to one caller. */
export const sharedFor = ({ operation }: Call): number | undefined => {
  const { method, audience, cost, answer } = operation;
  const isShared = method === 'GET' && audience === 'visitor' && !cost && answer === 'json';
  return isShared ? operation.cache : undefined;
};

/**
 * What tells one shared answer from another: the operation with the parameters that it knows, and where
 * it was asked. Nothing else of a request can change the answer, because nothing else goes upstream.
 */
const keyOf = ({ operation, input, settings, pins }: Call): string => {
  const { base, workspace } = settings.upstreams.of(operation);
  return `${operation.name} ${JSON.stringify([base, workspace, pins, input.params, input.query])}`;
};

const etagOf = async (body: string): Promise<string> => {
  const bytes = new TextEncoder().encode(body);
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return `"${toBase64Url(new Uint8Array(digest).subarray(0, 20))}"`;
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
  call: Call,
  key: string,
  maxAge: number,
  signal: AbortSignal,
  event: Call['event'],
): Promise<KeptAnswer & { readonly shared: boolean }> => {
  const { settings } = call;
  const ttlMs = 2 * maxAge * 1000;
  const isFresh = (kept: KeptAnswer) => settings.now() - kept.at < maxAge * 1000;
  const found = await settings.answers?.elsewhere(key, ttlMs);
  if (found && isFresh(found)) return { ...found, shared: true };
  const own = onBehalfOfAll(call, signal, event);
  try {
    await ask(own);
    const { body } = left(own.answer, 'answer');
    const { response } = left(own.upstream, 'answer from the upstream');
    const text = typeof body === 'string' ? body : '';
    const kept = { body: text, etag: await etagOf(text), at: settings.now() };
    const shared = !isPrivate(response);
    if (shared) await settings.answers?.keep(key, kept, ttlMs);
    return { ...kept, shared };
  } finally {
    for (const run of own.atEnd) run();
  }
};

/** Asks anew while the visitor is served with what there is. */
const refresh = (call: Call, key: string, maxAge: number): void => {
  const { settings, operation, requestId, runtime } = call;
  const event: Record<string, unknown> = {};
  const work = settings
    .fly(key, new AbortController().signal, (signal) => load(call, key, maxAge, signal, event))
    .catch((error: unknown) => {
      const code =
        error instanceof HttpError && isErrorCode(error.code) ? error.code : 'server_error';
      const refreshed = { operation: operation.name, refresh: true, requestId, code };
      settings.log({ time: new Date(settings.now()).toISOString(), ...refreshed, ...event });
    });
  runtime.waitUntil?.(work);
};

const cachedRead = async (call: Call, maxAge: number): Promise<Answer> => {
  const { settings, event, request } = call;
  const key = keyOf(call);
  const kept = settings.answers?.here(key);
  const age = kept ? settings.now() - kept.at : Infinity;
  const answerOf = ({
    body,
    etag,
    at,
    shared = true,
  }: KeptAnswer & { shared?: boolean }): Answer => {
    const seconds = Math.max(0, Math.floor((settings.now() - at) / 1000));
    const headers = new Headers({ 'Content-Type': 'application/json', ETag: etag });
    const lifetime = `public, max-age=${maxAge}, stale-while-revalidate=${maxAge}`;
    headers.set('Cache-Control', !shared ? 'no-store' : settings.answers ? lifetime : 'no-cache');
    if (seconds > 0) headers.set('Age', String(seconds));
    return { status: 200, headers, body };
  };
  if (kept && age < 2 * maxAge * 1000) {
    const isFresh = age < maxAge * 1000;
    event['cache'] = isFresh ? 'hit' : 'stale';
    if (!isFresh) refresh(call, key, maxAge);
    return answerOf(kept);
  }
  event['cache'] = 'miss';
  try {
    return answerOf(
      await settings.fly(key, request.signal, (signal) => load(call, key, maxAge, signal, event)),
    );
  } catch (error) {
    if (request.signal.aborted) throw clientClosed();
    throw error;
  }
};

/**
 * Has the answer: for free reads from what is kept, else from the upstream. Many who ask the same at
 * once cause one call. For as long again as an answer is fresh it is still given, while a new one is
 * fetched. A successful operator operation makes what is kept of its resource be forgotten.
 *
 * @throws {HttpError} what `forward` and `project` throw
 */
export const answer: Step = async (call) => {
  const maxAge = sharedFor(call);
  if (maxAge !== undefined) {
    call.answer = await cachedRead(call, maxAge);
    return;
  }
  await ask(call);
  const { operation, settings } = call;
  if (operation.method !== 'GET' && operation.audience === 'operator') {
    await settings.answers?.forget(operation.name.split('.', 1)[0] ?? '');
  }
};
