import { createHash } from 'node:crypto';
import { mediaTypeOf } from './media-type.ts';

/** Bytes on their way in. */
export interface Incoming {
  /** The bytes themselves, or the path of a file that has them and may be moved away. */
  readonly from: Uint8Array | string;
  /** In bytes. */
  readonly size: number;
  /** Their SHA-256 in hexadecimal digits. */
  readonly sha256: string;
  /** Their media type, told by themselves. */
  readonly type: string;
}

export const inMemory = (bytes: Uint8Array): Incoming => ({
  from: bytes,
  size: bytes.byteLength,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  type: mediaTypeOf(bytes),
});

/**
 * Where bytes are kept: a folder, or a bucket of S3-compatible storage. A key, `files/ab/abcd…`, stands
 * for the same bytes for ever, so several processes need no agreement.
 *
 * @throws {HttpError} 503 `unavailable` from every function, where the storage cannot be reached
 */
export interface Storage {
  /** Keeps all of the bytes, or nothing; large ones are never in memory as a whole. */
  readonly put: (key: string, bytes: Incoming) => Promise<void>;
  /**
   * @param end the first byte that is no longer wanted; more than `start`
   * @returns `undefined` where the key stands for nothing
   */
  readonly open: (
    key: string,
    start: number,
    end: number,
    signal?: AbortSignal,
  ) => Promise<ReadableStream<Uint8Array<ArrayBuffer>> | undefined>;
  /** @returns whether there was something to be removed, as far as the storage tells */
  readonly remove: (key: string) => Promise<boolean>;
  readonly close: () => Promise<void>;
}
