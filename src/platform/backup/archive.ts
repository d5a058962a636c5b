import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { headerOf, padding, tarEnd } from './tar.ts';

/** What is in an archive, by the names of its entries. */
export const names = {
  /** The first: tells what this is, and of which version. */
  about: 'about.json',
  /** SQLite's file, whatever database the platform has. */
  database: 'platform.db',
  /** What lies in the data folder itself is below this. */
  data: 'data/',
  /** The last: of all that comes before, as `sha256sum` writes and checks them. */
  sums: 'SHA256SUMS',
} as const;

/** Bytes of media and apps, named by their keys. */
export const isBlobName = (name: string): boolean =>
  /^files\/[0-9a-f]{2}\/[0-9a-f]{32}$/.test(name);

export const format = 'fae-widgets backup';
export const version = 1;

export interface Archive {
  readonly has: (name: string) => boolean;
  /**
   * Writes one entry. Where its bytes cannot be read to the end, nothing of it stays.
   *
   * @throws whatever reading throws
   */
  readonly add: (name: string, size: number, bytes: AsyncIterable<Uint8Array>) => Promise<void>;
  readonly addText: (name: string, text: string | Uint8Array) => Promise<void>;
  /** Writes the end, and waits until all of it is on the disk. */
  readonly finish: () => Promise<void>;
  /** To be called in any case; after `finish` it only lets go of the file. */
  readonly close: () => Promise<void>;
}

async function* single(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A new archive, which only its owner may read. */
export const createArchive = async (file: string, time: number): Promise<Archive> => {
  const handle = await open(file, 'wx', 0o600);
  const sums = new Map<string, string>();
  let position = 0;

  const write = async (bytes: Uint8Array): Promise<void> => {
    for (let done = 0; done < bytes.byteLength;) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.byteLength - done, position);
      done += bytesWritten;
      position += bytesWritten;
    }
  };

  const append = async (name: string, size: number, bytes: AsyncIterable<Uint8Array>) => {
    const hash = createHash('sha256');
    let written = 0;
    await write(headerOf({ name, size }, time));
    for await (const piece of bytes) {
      written += piece.byteLength;
      if (written > size) break;
      hash.update(piece);
      await write(piece);
    }
    if (written !== size) throw new Error(`${name} has another size than it should.`);
    await write(padding(size));
    sums.set(name, hash.digest('hex'));
  };

  const add: Archive['add'] = async (name, size, bytes) => {
    const before = position;
    try {
      await append(name, size, bytes);
    } catch (error) {
      position = before;
      await handle.truncate(before);
      throw error;
    }
  };

  const addText: Archive['addText'] = (name, text) => {
    const bytes = Buffer.from(text);
    return add(name, bytes.byteLength, single(bytes));
  };

  return {
    has: (name) => sums.has(name),
    add,
    addText,
    finish: async () => {
      const lines = [...sums].map(([name, sum]) => `${sum}  ${name}\n`);
      await addText(names.sums, lines.join(''));
      await write(tarEnd);
      await handle.sync();
    },
    close: () => handle.close(),
  };
};
