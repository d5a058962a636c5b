import { eventData } from '../api/event-stream.ts';
import type { ReplyEvent } from '../api/fae/characters.schemas.ts';
import { readReplyEvent } from '../api/reply-event.ts';
import { asksForEvents, eventHeaders, eventOf } from '../http/event-stream.ts';
import { HttpError } from '../http/problem.ts';
import type { Answer, Call } from './call.ts';
import { clientClosed, type Exchange } from './exchange.ts';
import { relay } from './relay.ts';
import { mayBecomeSecret, quotesSecret } from './secrets.ts';
import { badUpstream, visitorError } from './upstream-error.ts';

/** In bytes; a reply has some thousand letters. */
const limit = 2 * 1024 * 1024;
/** Shorter than an idempotency key is locked. */
const longestMs = 3 * 60_000;

/** A foreign upstream is not asked for what its document does not know. */
export const wantsEvents = ({ operation, request, settings }: Call): boolean =>
  operation.streams === true &&
  asksForEvents(request.headers) &&
  !settings.upstreams.of(operation).foreign;

/** The events as a visitor may have them. Nothing is passed on as it came. */
const seenEvents = async function* (
  source: ReadableStream<Uint8Array>,
  secrets: readonly string[],
): AsyncGenerator<ReplyEvent, void, undefined> {
  /** What may be the beginning of a key. */
  let held = '';
  for await (const data of eventData(source)) {
    const event = readReplyEvent(data);
    if (!event) throw badUpstream('The upstream sent an event that is none of a reply.');
    if ('error' in event) {
      yield visitorError(event.code);
      return;
    }
    const text = held + ('text' in event ? event.text : '');
    if (quotesSecret(text, secrets) || quotesSecret(JSON.stringify(event), secrets)) {
      throw badUpstream('The upstream repeated a key in its answer.');
    }
    const isLast = 'done' in event;
    const ready = text.length - (isLast ? 0 : mayBecomeSecret(text, secrets));
    held = text.slice(ready);
    if (ready > 0) yield { text: text.slice(0, ready) };
    if (!isLast) continue;
    yield event;
    return;
  }
  throw badUpstream('The upstream broke off in the middle of a reply.');
};

/**
 * Passes a reply on, event by event, each read and cut to the text. Status and headers are out by
 * then, so that what goes wrong is told by a last event.
 *
 * Under an `Idempotency-Key` the whole reply is kept, as JSON, before the visitor has its end; until
 * then the key stays locked. Who asks again gets that JSON.
 *
 * @throws {HttpError} 502 `bad_upstream` for events that are compressed
 */
export const eventAnswer = (call: Call, response: Response, exchange: Exchange): Answer => {
  const { settings, event, runtime } = call;
  if (!response.body || response.headers.get('Content-Encoding') !== null) {
    throw badUpstream('The upstream sent no events, or compressed them.');
  }
  exchange.answered(Math.min(settings.waits.total, longestMs));
  const terms = { idleMs: settings.waits.idle, limit };
  const source = relay(response.body, exchange, terms, (bytes) => {
    event['bytes'] = bytes;
  });
  const events = seenEvents(source, settings.upstreams.secrets());
  const undone = call.beforeAnswer.splice(0);
  const end = async (): Promise<void> => {
    await events.return().catch(() => undefined);
    for (const undo of undone.splice(0)) await undo().catch(() => undefined);
    call.end();
  };

  const next = async (): Promise<ReplyEvent> => {
    try {
      const { value } = await events.next();
      return value ?? visitorError('bad_upstream');
    } catch (error) {
      if (error instanceof HttpError) event['hint'] = error.hint;
      return visitorError(error);
    }
  };

  const headers = new Headers(eventHeaders);
  const { status } = response;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (stream) => {
        const it = await next();
        if ('text' in it) {
          stream.enqueue(eventOf(it));
          return;
        }
        if ('done' in it) {
          const whole = JSON.stringify({ ...it, done: undefined });
          await call.remember?.({ status, headers, body: whole });
        } else event['code'] = call.signal.aborted ? 'broken_off' : it.code;
        // Before the visitor knows of it: who then asks again at once must not find the key locked.
        await end();
        stream.enqueue(eventOf(it));
        stream.close();
      },
      cancel: async () => {
        event['code'] = 'broken_off';
        // A read that is under way ends with it.
        exchange.abort(clientClosed());
        const ended = end();
        runtime.waitUntil?.(ended);
        await ended;
      },
    },
    { highWaterMark: 0 },
  );
  return { status, headers, body };
};
