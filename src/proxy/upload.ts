import type { NamedOperation } from '../api/operations.ts';
import { HttpError } from '../http/problem.ts';
import type { Call } from './call.ts';
import { upstreamTimeout, within, type Exchange } from './exchange.ts';

/** A form that is passed on as it comes, never held in memory nor looked into. */
export interface Upload {
  readonly type: string;
  /** As announced, in bytes; `undefined` where nothing was. */
  readonly length: number | undefined;
  /** What all of it may have, in bytes. */
  readonly limit: number;
}

/** What a form may have beside its file, in bytes. */
const otherParts = 1024 * 1024;

/** With a boundary as RFC 2046, section 5.1.1, has them, in quotes where it needs them. */
const formType =
  /^multipart\/form-data; *boundary=([\w'+.-]{1,70}|"[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]")$/i;

const unsupported = (message: string): HttpError =>
  new HttpError(415, 'unsupported_media_type', message);

const tooLarge = (limit: number): HttpError =>
  new HttpError(413, 'too_large', `The form is larger than ${limit.toLocaleString('en')} bytes.`);

const brokenOff = (): HttpError =>
  new HttpError(400, 'invalid_request', 'The form is not as long as was announced, or broke off.');

/**
 * The form of a request, before a byte of it is read.
 *
 * @throws {HttpError} 415 for another content type or a compressed body, 413 for one that is announced
 * as larger than the operation takes
 */
export const uploadOf = ({ headers }: Request, { largest = 0 }: NamedOperation): Upload => {
  const type = headers.get('Content-Type') ?? '';
  if (!formType.test(type)) throw unsupported('Send the body as multipart/form-data; boundary=….');
  const encoding = headers.get('Content-Encoding');
  if (encoding && encoding !== 'identity') {
    throw unsupported('Compressed bodies are not accepted.');
  }
  const limit = largest + otherParts;
  const declared = headers.get('Content-Length') ?? '';
  const length = /^\d{1,15}$/.test(declared) ? Number(declared) : undefined;
  if (length !== undefined && length > limit) throw tooLarge(limit);
  return { type, length, limit };
};

/**
 * The body of a form on its way, no faster than the upstream takes it. Sender and upstream may each
 * pause for the idle time, and all of it has the total time; from its end on the upstream has as long
 * as the operation may take. Whatever goes wrong ends the exchange with its reason.
 */
export const uploadBody = (
  { request, operation, settings }: Call,
  { length, limit }: Upload,
  exchange: Exchange,
): ReadableStream<Uint8Array> => {
  const { waits, now } = settings;
  const reader = (request.body ?? new Blob().stream()).getReader();
  const end = now() + waits.total;
  let bytes = 0;

  const read = async (): Promise<Uint8Array | undefined> => {
    exchange.wait(waits.idle, brokenOff);
    const { done, value } = await within(exchange.signal, reader.read());
    if (now() > end) throw upstreamTimeout();
    bytes += value?.byteLength ?? 0;
    if (bytes > limit) throw tooLarge(limit);
    if (!done) return value;
    if (length !== undefined && bytes !== length) throw brokenOff();
    return undefined;
  };

  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const piece = await read();
          exchange.wait(piece ? waits.idle : waits.answer(operation));
          if (piece) controller.enqueue(piece);
          else controller.close();
        } catch (error) {
          reader.cancel(error).catch(() => undefined);
          exchange.abort(error instanceof HttpError ? error : brokenOff());
          throw error;
        }
      },
      cancel: async (reason) => {
        // The upstream has its answer ready before all is sent.
        exchange.wait(waits.answer(operation));
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
};
