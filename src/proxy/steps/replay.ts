import { idempotencyKey } from '../../http/idempotency-key.ts';
import { toBase64Url } from '../../http/signing.ts';
import { HttpError } from '../../http/problem.ts';
import type { Answer, Call, Step } from '../call.ts';
import type { Claim, Store } from '../../http/limits.ts';

const keptMs = 24 * 60 * 60 * 1000;
/** Longer than any call may take; a proxy that dies in the middle holds a key no longer. */
const lockMs = 5 * 60 * 1000;
/** Attempts that failed and may be made again. */
const mostAttempts = 20;
/** Longer answers are not kept, in characters. */
const longest = 64 * 1024;

/** One attempt of a call: which body it had, and the answer if it came to one. */
interface Attempt {
  readonly print: string;
  readonly body?: string;
}

const encoder = new TextEncoder();
const digest = async (...parts: readonly string[]): Promise<string> => {
  const text = encoder.encode(JSON.stringify(parts));
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', text)));
};

const replayed = (body: string): Response =>
  new Response(body, {
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      'Idempotent-Replayed': 'true',
    },
  });

const lock = async (store: Store, key: string): Promise<(() => Promise<void>) | undefined> => {
  const claim: Claim = { key, points: 1, limit: 1, windowMs: lockMs, undivided: true };
  const [taken] = await store.consume([claim]);
  if (!taken?.allowed) return undefined;
  return async () => {
    await store.consume([{ ...claim, points: -1 }]);
  };
};

const conflict = (): HttpError =>
  new HttpError(409, 'conflict', 'The same request is still under way.', {
    headers: { 'Retry-After': '1' },
    extra: { retryAfter: 1 },
  });

/**
 * The journal of an idempotency key: one entry for each attempt, and after one that came to an answer
 * that answer. Whoever holds the lock walks to its end; the entry written there is the own attempt.
 */
const walk = async (
  store: Store,
  name: string,
  print: string,
): Promise<{ readonly body: string } | { readonly next: string }> => {
  const own = JSON.stringify({ print } satisfies Attempt);
  for (let number = 0; number < mostAttempts; number += 1) {
    const entry = await store.putIfAbsent(`${name}:${number}`, own, keptMs);
    if (entry === undefined) return { next: `${name}:${number + 1}` };
    const attempt = JSON.parse(entry) as Attempt;
    if (attempt.print !== print) {
      throw new HttpError(
        422,
        'idempotency_key_reused',
        'This Idempotency-Key was already used for another request.',
      );
    }
    if (attempt.body !== undefined) return { body: attempt.body };
  }
  throw new HttpError(409, 'conflict', 'This Idempotency-Key has failed too often: use a new one.');
};

/**
 * `Idempotency-Key` on posts that cost (draft-ietf-httpapi-idempotency-key-header): the same key with
 * the same body gives the first answer again and costs nothing; what came as events is given again as
 * JSON. What failed may be tried again under the same key. The key belongs to the origin, not to the
 * visitor: who never got the first answer has no token of it either.
 *
 * @throws {HttpError} 400 for a malformed key, 409 `conflict` while the first call is under way, 422
 * `idempotency_key_reused` for another body
 */
export const replay: Step = async (call) => {
  const { operation, settings, request, origin = '', sent } = call;
  if (!operation.cost || operation.answer !== 'json') return;
  const key = idempotencyKey(request);
  if (key === undefined) return;
  const name = `replay:${operation.name}:${await digest(origin, key)}`;
  const unlock = await lock(settings.store, `${name}:lock`);
  if (!unlock) throw conflict();
  call.beforeAnswer.push(unlock);
  const print = await digest(JSON.stringify(sent));
  const found = await walk(settings.store, name, print);
  if ('body' in found) {
    call.event['replayed'] = true;
    return replayed(found.body);
  }
  call.remember = async ({ body }: Answer) => {
    if (typeof body !== 'string' || body.length > longest) return;
    const attempt = JSON.stringify({ print, body } satisfies Attempt);
    await settings.store.putIfAbsent(found.next, attempt, keptMs);
  };
  return;
};

/** Keeps the answer for those who ask again with the same `Idempotency-Key`. */
export const remember: Step = async (call: Call) => {
  if (call.remember && call.answer) await call.remember(call.answer);
};
