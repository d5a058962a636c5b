import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Content } from '../../http/range.ts';
import { isoTime, type Store } from '../store/store.ts';
import { fileStream } from './file-stream.ts';
import { mediaTypeOf } from './media-type.ts';

export interface StoredFile {
  readonly id: string;
  readonly workspace: string;
  readonly name: string;
  /** Told by the bytes, not by the name. */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
}

/** The public files: bytes in a folder, one row each in the database. */
export interface Files {
  /** Keeps bytes; the same bytes in the same workspace are the same file. */
  readonly put: (workspace: string, name: string, bytes: Uint8Array) => Promise<StoredFile>;
  readonly find: (id: string) => Promise<StoredFile | undefined>;
  /** @returns `undefined` where the bytes are gone from the folder */
  readonly head: (file: StoredFile, bytes: number) => Promise<Uint8Array | undefined>;
  readonly content: (file: StoredFile) => Content;
  /** @returns how many bytes have been freed */
  readonly remove: (file: StoredFile) => Promise<number>;
  readonly urlOf: (file: StoredFile) => string;
  /** What its URLs begin with: the name at their end is for people, and may be any. */
  readonly urlStart: (file: StoredFile) => string;
  /** The id in a URL of ours; `undefined` for any other URL. */
  readonly idIn: (url: string) => string | undefined;
}

/** 128 bits of a hash over workspace and bytes: not to be guessed, and never used for other bytes. */
const idOf = (workspace: string, bytes: Uint8Array): string =>
  createHash('sha256').update(workspace).update('\n').update(bytes).digest('hex').slice(0, 32);

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

export const createFiles = (store: Store, folder: string, publicUrl: string): Files => {
  const pathOf = (id: string) => join(folder, id.slice(0, 2), id);
  const prefix = `${publicUrl}/files/`;

  return {
    put: async (workspace, givenName, bytes) => {
      const id = idOf(workspace, bytes);
      const name = givenName.toWellFormed();
      const file = { id, workspace, name, type: mediaTypeOf(bytes), size: bytes.byteLength };
      const path = pathOf(id);
      const draft = `${path}.${randomUUID()}`;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      // Renamed when complete, so that nobody is ever handed half a file.
      await writeFile(draft, bytes, { mode: 0o600 });
      await rename(draft, path);
      const time = isoTime(store.now());
      await store.db
        .insertInto('files')
        .values({ ...file, created_at: time, updated_at: time })
        .onConflict((it) => it.column('id').doNothing())
        .execute();
      return file;
    },

    find: async (id) => {
      const row = await store.db
        .selectFrom('files')
        .select(['id', 'workspace', 'name', 'type', 'size'])
        .where('id', '=', id)
        .executeTakeFirst();
      return row;
    },

    head: async (file, bytes) => {
      let handle: FileHandle | undefined;
      try {
        handle = await open(pathOf(file.id));
        const { buffer, bytesRead } = await handle.read(new Uint8Array(bytes), 0, bytes, 0);
        return buffer.subarray(0, bytesRead);
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      } finally {
        await handle?.close();
      }
    },

    content: (file) => ({
      size: file.size,
      etag: `"${file.id}"`,
      type: file.type,
      open: (start, end) => fileStream(pathOf(file.id), start, end),
    }),

    remove: async (file) => {
      await store.db.deleteFrom('files').where('id', '=', file.id).execute();
      try {
        await rm(pathOf(file.id));
        return file.size;
      } catch (error) {
        if (isMissing(error)) return 0;
        throw error;
      }
    },

    urlOf: (file) => `${prefix}${file.id}/${encodeURIComponent(file.name)}`,

    urlStart: (file) => prefix + file.id,

    idIn: (url) =>
      url.startsWith(prefix) ? /^[0-9a-f]{32}/.exec(url.slice(prefix.length))?.[0] : undefined,
  };
};
