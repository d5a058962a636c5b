import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HttpError } from '../../http/problem.ts';
import { mediaTypeBytes, mediaTypeOf } from './media-type.ts';
import type { Incoming } from './storage.ts';

/** A file that a request brought. Its bytes wait on the disk, so a large one takes no memory. */
export interface Upload extends Incoming {
  readonly from: string;
  /** As the form names it, without folders; empty where it has no name. */
  readonly name: string;
}

export const tooLarge = (limit: number): HttpError =>
  new HttpError(413, 'too_large', `The file is larger than ${limit.toLocaleString('en')} bytes.`);

/**
 * Writes a stream to a new file in the folder, and finds out all about it on the way.
 *
 * @throws {HttpError} 413 `too_large` over `limit` bytes; then, and after any other failure, nothing of
 * it is left
 */
export const receive = async (
  stream: AsyncIterable<Uint8Array>,
  { name, folder, limit }: { name: string; folder: string; limit: number },
): Promise<Upload> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const from = join(folder, randomUUID());
  const hash = createHash('sha256');
  let head = Buffer.alloc(0);
  let size = 0;
  const handle = await open(from, 'wx', 0o600);
  try {
    for await (const chunk of stream) {
      size += chunk.byteLength;
      if (size > limit) throw tooLarge(limit);
      hash.update(chunk);
      if (head.byteLength < mediaTypeBytes) head = Buffer.concat([head, chunk]);
      await handle.writeFile(chunk);
    }
    await handle.close();
    return { from, name, size, sha256: hash.digest('hex'), type: mediaTypeOf(head) };
  } catch (error) {
    await handle.close();
    await rm(from, { force: true });
    throw error;
  }
};

/** Longer than any upload takes. */
const forgottenAfter = 60 * 60 * 1000;

/** Removes what a process that died has left in the folder. */
export const clearForgotten = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > forgottenAfter) await rm(path, { force: true });
  }
};
