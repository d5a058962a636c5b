/** Server-sent events as they are written; read they are by `api/event-stream.ts`. */

const eventStream = 'text/event-stream';

/** Whether an `Accept` header asks for events. Who takes anything is not asking for them. */
export const asksForEvents = (headers: Headers): boolean =>
  (headers.get('Accept') ?? '')
    .toLowerCase()
    .split(',')
    .map((it) => it.split(';').map((part) => part.trim()))
    .some(([type, ...parameters]) => type === eventStream && !parameters.some(isZero));

const isZero = (parameter: string): boolean => /^q=0(\.0*)?$/.test(parameter);

/**
 * For an answer of events. What stands between must neither keep it nor hold it back: compressing
 * middleware does, unless told not to transform; nginx does, unless told so in a header of its own.
 */
export const eventHeaders: Readonly<Record<string, string>> = {
  'Content-Type': eventStream,
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

const encoder = new TextEncoder();

/** One event, whose data is JSON. */
export const eventOf = (data: unknown): Uint8Array<ArrayBuffer> =>
  encoder.encode(`data: ${JSON.stringify(data)}\n\n`);
