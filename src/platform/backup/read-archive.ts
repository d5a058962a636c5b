import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { format, names, version } from './archive.ts';
import { blockSize, entryIn, padding, type Entry } from './tar.ts';

const incomplete = (file: string) => new TypeError(`${file} is incomplete: its end is missing.`);
const damaged = (file: string) => new TypeError(`${file} is damaged.`);

/** Takes so many bytes off a stream, piece by piece. */
type Take = (size: number) => AsyncGenerator<Buffer>;

const taker = (file: string): { take: Take; close: () => void } => {
  const stream = createReadStream(file, { highWaterMark: 256 * 1024 });
  const chunks = stream.iterator() as AsyncIterator<Buffer, undefined>;
  let rest: Buffer = Buffer.alloc(0);
  return {
    async *take(size) {
      for (let left = size; left > 0;) {
        if (rest.byteLength === 0) {
          const { done, value } = await chunks.next();
          if (done) throw incomplete(file);
          rest = value;
        }
        const piece = rest.subarray(0, left);
        rest = rest.subarray(piece.byteLength);
        left -= piece.byteLength;
        yield piece;
      }
    },
    close: () => stream.destroy(),
  };
};

/** For what is small: far more than the sums of a million files. */
const mostInMemory = 256 * 1024 * 1024;

const whole = async (bytes: AsyncIterable<Buffer>): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
};

/** The first entry, which is looked at before all else. */
const checkAbout = (file: string, { name }: Entry, text: string): void => {
  let about: unknown;
  try {
    about = name === names.about ? JSON.parse(text) : undefined;
  } catch {
    throw damaged(file);
  }
  const said = typeof about === 'object' && about !== null ? about : {};
  if (!('format' in said) || said.format !== format) throw new TypeError(`${file} is no backup.`);
  if (!('version' in said) || said.version !== version) {
    throw new TypeError(`${file} was made by another version of fae-widgets: restore it by that.`);
  }
};

/** One file of an archive. */
export interface ReadEntry extends Entry {
  /** To be read to its end. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Reads an archive from its beginning to its end, and hands out what is in it entry by entry. Only when
 * this resolves has all of it been what was written.
 *
 * @throws {TypeError} for what is no archive of ours, is damaged, or has no end
 */
export const readArchive = async (
  file: string,
  take: (entry: ReadEntry) => Promise<void>,
): Promise<void> => {
  const source = taker(file);
  const sums = new Map<string, string>();

  const next = async (): Promise<Entry | undefined> => {
    const entry = entryIn(await whole(source.take(blockSize)));
    if (entry) return entry;
    throw sums.size === 0 ? new TypeError(`${file} is no backup.`) : damaged(file);
  };

  async function* hashed({ name, size }: Entry): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    for await (const piece of source.take(size)) {
      hash.update(piece);
      yield piece;
    }
    await whole(source.take(padding(size).byteLength));
    if (sums.has(name)) throw damaged(file);
    sums.set(name, hash.digest('hex'));
  }

  const text = async (entry: Entry): Promise<string> => {
    if (entry.size > mostInMemory) throw damaged(file);
    return (await whole(hashed(entry))).toString();
  };

  try {
    for (let entry = await next(); entry; entry = await next()) {
      const { name } = entry;
      if (name === names.sums) {
        const expected = [...sums].map(([it, sum]) => `${sum}  ${it}\n`).join('');
        if ((await text(entry)) !== expected) throw damaged(file);
        return;
      }
      if (sums.size === 0) checkAbout(file, entry, await text(entry));
      else await take({ ...entry, bytes: hashed(entry) });
      if (!sums.has(name)) throw damaged(file);
    }
  } finally {
    source.close();
  }
};
