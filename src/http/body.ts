import { HttpError } from './problem.ts';

/** Reads a stream to its end; gives up with `undefined` as soon as it exceeds `limit` bytes. */
export const readAtMost = async (
  body: ReadableStream<Uint8Array> | null,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
};

/** A request, or what is like one. */
interface Message {
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array> | null;
  readonly arrayBuffer?: () => Promise<ArrayBuffer>;
}

/** The length that was announced; `undefined` where none was. */
const declaredLength = ({ headers }: Message): number | undefined => {
  const text = headers.get('Content-Length') ?? '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
};

/**
 * All bytes, or `undefined` beyond `limit`. No server lets in more than was announced: a short body is
 * read at once, which costs a fraction of reading it piece by piece. One of unknown length is counted
 * as it comes.
 */
const readWithin = async (
  message: Message,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const declared = declaredLength(message);
  if (declared !== undefined && declared > limit) return undefined;
  if (declared === undefined || !message.arrayBuffer) return readAtMost(message.body, limit);
  const bytes = new Uint8Array(await message.arrayBuffer());
  return bytes.byteLength > limit ? undefined : bytes;
};

/**
 * Reads a body of at most `limit` bytes.
 *
 * @throws {HttpError} 413 `too_large`; 415 where it is compressed, since nobody bounds what it
 * would unpack to
 */
export const readBody = async (
  message: Message,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> => {
  const encoding = message.headers.get('Content-Encoding');
  if (encoding && encoding !== 'identity') {
    throw new HttpError(415, 'unsupported_media_type', 'Compressed bodies are not accepted.');
  }
  const bytes = await readWithin(message, limit);
  if (!bytes) {
    const most = limit.toLocaleString('en');
    throw new HttpError(413, 'too_large', `The body is larger than ${most} bytes.`);
  }
  return bytes;
};

/** `JSON.parse` takes any depth, `JSON.stringify` and other code that follows it does not. */
const deepest = 100;

export const isTooDeep = (value: unknown): boolean => {
  let level = [value];
  for (let depth = 0; depth < deepest && level.length > 0; depth += 1) {
    level = level.flatMap((it): unknown[] =>
      typeof it === 'object' && it !== null ? Object.values(it) : [],
    );
  }
  return level.length > 0;
};

/**
 * Reads a JSON object.
 *
 * @throws {HttpError} 415 for another content type, 400 for what is no JSON object or nested deeper
 * than 100 levels, 413 over `limit`
 */
export const readJsonObject = async (
  request: Request,
  limit: number,
): Promise<Record<string, unknown>> => {
  const type = request.headers.get('Content-Type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new HttpError(415, 'unsupported_media_type', 'Send the body as application/json.');
  }
  const bytes = await readBody(request, limit);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new HttpError(400, 'invalid_request', 'The body is not valid JSON.', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new HttpError(400, 'invalid_request', 'The body must be a JSON object.');
  }
  if (isTooDeep(value)) {
    throw new HttpError(400, 'invalid_request', 'The body is nested too deeply.');
  }
  return value as Record<string, unknown>;
};
