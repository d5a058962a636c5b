import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { markExclusive } from '../http/exclusive-stream.ts';

/** Where the bytes of a body come from. */
export interface Source {
  pause(): void;
  resume(): void;
  /** Ends it for good, with its connection. */
  abort(reason: Error): void;
}

/** Where they go. A sink that is full pauses its source. */
export interface Sink {
  readonly write: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly end: () => void;
  readonly fail: (error: unknown) => void;
}

export interface BodyStream {
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly sink: Sink;
}

/** Bytes that are taken from a source before anybody reads them. */
const readAhead = 64 * 1024;

const asError = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Error(String(reason));

/** What `fetch` calls a body that cannot be finished. */
export const terminated = (cause: unknown): TypeError => new TypeError('terminated', { cause });

/**
 * A stream of what comes from a source, no faster than it is read. Not made by `Readable.toWeb`:
 * cancelled at the wrong moment, that ends the process (nodejs/node#54205).
 */
const streamFrom = (source: Source): BodyStream => {
  let open = true;
  let queue: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start: (controller) => {
        queue = controller;
      },
      pull: () => {
        source.resume();
      },
      cancel: (reason: unknown) => {
        open = false;
        source.abort(asError(reason ?? 'cancelled'));
      },
    },
    { highWaterMark: readAhead, size: (bytes) => bytes.byteLength },
  );
  const close = (how: () => void): void => {
    if (!open) return;
    open = false;
    how();
  };
  return {
    stream,
    sink: {
      write: (bytes) => {
        if (!open || bytes.byteLength === 0) return;
        queue.enqueue(bytes);
        if ((queue.desiredSize ?? 0) <= 0) source.pause();
      },
      end: () => close(() => queue.close()),
      fail: (error) => close(() => queue.error(error)),
    },
  };
};

/** The bytes of a body as they were sent: each piece is what was read from the connection at once. */
export const streamOf = (source: Source): BodyStream => {
  const body = streamFrom(source);
  markExclusive(body.stream);
  return body;
};

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * The same for a compressed body. It is unpacked no faster than it is read, so that what is small on
 * the way cannot fill the memory, and whoever reads bounds the whole. A body that breaks off fails.
 *
 * @returns nothing for a coding that is not undone; several on top of each other are none
 */
export const decodedStreamOf = (source: Source, coding: string): BodyStream | undefined => {
  const name = coding.trim().toLowerCase();
  const transform = Object.hasOwn(decoders, name) ? decoders[name]?.() : undefined;
  if (!transform) return undefined;
  const { stream, sink } = streamFrom({
    pause: () => transform.pause(),
    resume: () => transform.resume(),
    abort: (reason) => {
      transform.destroy();
      source.abort(reason);
    },
  });
  transform.on('data', sink.write);
  transform.on('end', sink.end);
  transform.on('drain', () => source.resume());
  transform.on('error', (error) => {
    sink.fail(terminated(error));
    source.abort(error);
  });
  return {
    stream,
    sink: {
      write: (bytes) => {
        if (!transform.write(bytes)) source.pause();
      },
      end: () => transform.end(),
      fail: (error) => {
        transform.destroy();
        sink.fail(error);
      },
    },
  };
};
