import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { HttpError } from '../../http/problem.ts';
import { receive, tooLarge, type Upload } from './receive.ts';

export interface Form {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, Upload>;
}

export interface FormOptions {
  /** Where files wait until they are kept. */
  readonly folder: string;
  /** How large a file may be, in bytes. */
  readonly limit: number;
}

const mostFields = 20;
const longestField = 64 * 1024;
/** What a form may have beside its file, in bytes. */
const otherBytes = 1024 * 1024;
const mostDrained = 32 * 1024 * 1024;

const invalid = (message: string, cause?: unknown): HttpError =>
  new HttpError(400, 'invalid_request', message, { cause });

const parserFor = (request: Request): BusboyInstance => {
  const type = request.headers.get('Content-Type') ?? '';
  if (!/^multipart\/form-data\s*(;|$)/i.test(type)) {
    throw new HttpError(415, 'unsupported_media_type', 'Send the body as multipart/form-data.');
  }
  const encoding = request.headers.get('Content-Encoding');
  if (encoding && encoding !== 'identity') {
    throw new HttpError(415, 'unsupported_media_type', 'Compressed bodies are not accepted.');
  }
  try {
    return new Busboy({
      headers: { 'content-type': type },
      limits: {
        files: 1,
        fields: mostFields,
        parts: mostFields + 1,
        fieldSize: longestField,
        headerPairs: 20,
        headerSize: 16 * 1024,
      },
    });
  } catch (cause) {
    throw invalid('The form names no boundary.', cause);
  }
};

/**
 * Lets whoever sends a refused form come to its end, within reason: many listen for an answer only then.
 */
const drain = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> => {
  let left = mostDrained;
  try {
    while (left > 0) {
      const { done, value } = await reader.read();
      if (done) return;
      left -= value.byteLength;
    }
    await reader.cancel();
  } catch {
    // The sender has gone, which ends it too.
  }
};

/**
 * Waits for one thing after the other, and for none any more once somebody says stop. `Promise.race`
 * would keep all that ever came until then.
 */
const waiting = (stop: AbortSignal) => {
  let giveUp: ((reason: unknown) => void) | undefined;
  stop.addEventListener('abort', () => giveUp?.(stop.reason), { once: true });
  return <T>(work: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      giveUp = reject;
      work.then(resolve, reject);
      if (stop.aborted) giveUp(stop.reason);
    });
};

/** Gives a body to the parser, no faster than it takes it, until somebody says stop. */
const feed = async (
  body: ReadableStream<Uint8Array>,
  parser: BusboyInstance,
  stop: AbortSignal,
): Promise<void> => {
  const wait = waiting(stop);
  const finished = once(parser, 'finish');
  finished.catch(() => undefined);
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await wait(reader.read());
      if (done) break;
      if (!parser.write(value)) await wait(once(parser, 'drain'));
    }
    parser.end();
    await wait(finished);
  } catch (error) {
    void drain(reader);
    throw error;
  }
};

/** Reads all of a form; gives up at the first thing that is wrong with it. */
const read = async (
  request: Request,
  parser: BusboyInstance,
  { folder, limit }: FormOptions,
  received: Promise<readonly [string, Upload]>[],
): Promise<Form> => {
  const fields = new Map<string, string>();
  const stop = new AbortController();
  const streams: BusboyFileStream[] = [];
  const refuse = (error: unknown): void => stop.abort(error);
  const tooMany = () => refuse(invalid(`Send one file and at most ${mostFields} fields.`));

  parser.on('file', (field, stream, filename: string | undefined) => {
    streams.push(stream);
    // The parser may tell a stream of a fault after nobody reads it any more.
    stream.on('error', () => undefined);
    const file = receive(stream, { name: filename ?? '', folder, limit });
    file.catch(refuse);
    received.push(file.then((upload) => [field, upload] as const));
  });
  parser.on('field', (field, value, _, isTruncated) => {
    if (isTruncated) {
      refuse(new HttpError(413, 'too_large', `The field "${field}" is too long.`));
    }
    if (!fields.has(field)) fields.set(field, value);
  });
  parser.on('partsLimit', tooMany);
  parser.on('filesLimit', tooMany);
  parser.on('fieldsLimit', tooMany);
  parser.on('error', (cause) => refuse(invalid('The form is broken, or was cut off.', cause)));

  try {
    await feed(request.body ?? new Blob().stream(), parser, stop.signal);
    return { fields, files: new Map(await Promise.all(received)) };
  } catch (error) {
    for (const stream of streams) stream.destroy();
    parser.destroy();
    throw error;
  }
};

/**
 * Reads a form with at most one file, whose bytes go to the disk as they come. Of a field that is given
 * twice, the first one counts.
 *
 * @param work gets the form; a file that it has not moved away is gone afterwards
 * @throws {HttpError} 415 for another content type, 413 `too_large`, 400 for what is no whole form
 */
export const withForm = async <T>(
  request: Request,
  options: FormOptions,
  work: (form: Form) => Promise<T>,
): Promise<T> => {
  const parser = parserFor(request);
  const declared = Number(request.headers.get('Content-Length'));
  if (declared > options.limit + otherBytes) throw tooLarge(options.limit);
  const received: Promise<readonly [string, Upload]>[] = [];
  try {
    return await work(await read(request, parser, options, received));
  } finally {
    for (const it of await Promise.allSettled(received)) {
      if (it.status === 'fulfilled') await rm(it.value[1].from, { force: true });
    }
  }
};
