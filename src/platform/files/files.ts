import { createHash } from 'node:crypto';
import { isoTime, transact, type Store } from '../store/store.ts';
import type { Blobs } from './blobs.ts';
import type { Incoming } from './storage.ts';

export interface StoredFile {
  readonly id: string;
  readonly workspace: string;
  readonly name: string;
  /** Told by the bytes, not by the name. */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
  /** The key of the bytes. */
  readonly blob: string;
}

/** The public files: one row each in the database, bytes in a folder or a bucket. */
export interface Files {
  /**
   * Keeps bytes; the same bytes in the same workspace are the same file.
   *
   * @param along done in the same transaction, so that no other request deletes the file in between
   */
  readonly put: <T>(
    workspace: string,
    name: string,
    bytes: Incoming,
    along: (store: Store, file: StoredFile) => Promise<T>,
  ) => Promise<T>;
  /** @param within the store of a transaction under way */
  readonly find: (id: string, within?: Store) => Promise<StoredFile | undefined>;
  /**
   * Answers a GET or HEAD: 200, 206, 304 or 416.
   *
   * @returns `undefined` where the bytes are gone
   */
  readonly respond: (
    request: Request,
    file: StoredFile,
    headers: Readonly<Record<string, string>>,
  ) => Promise<Response | undefined>;
  /** To be called in a transaction, and `erase` after it. */
  readonly forget: (store: Store, file: StoredFile) => Promise<void>;
  /** @returns how many bytes have been freed */
  readonly erase: (file: StoredFile) => Promise<number>;
  readonly urlOf: (file: StoredFile) => string;
  /** The id in a URL of ours; `undefined` for any other URL. */
  readonly idIn: (url: string) => string | undefined;
}

/** 128 bits of a hash over workspace and bytes: not to be guessed, and never used for other bytes. */
const idOf = (workspace: string, sha256: string): string =>
  createHash('sha256').update(`${workspace}\n${sha256}`).digest('hex').slice(0, 32);

export const createFiles = (store: Store, blobs: Blobs, publicUrl: string): Files => {
  const prefix = `${publicUrl}/files/`;

  const find: Files['find'] = (id, { db } = store) =>
    db
      .selectFrom('files')
      .select(['id', 'workspace', 'name', 'type', 'size', 'blob'])
      .where('id', '=', id)
      .executeTakeFirst();

  /** The file as it was before; it has the new bytes from now on, as the old ones may be lost. */
  const write = async (inner: Store, file: StoredFile): Promise<StoredFile | undefined> => {
    const before = await find(file.id, inner);
    const time = isoTime(inner.now());
    if (before) {
      await inner.db
        .updateTable('files')
        .set({ blob: file.blob, updated_at: time })
        .where('id', '=', file.id)
        .execute();
      await blobs.drop(inner, before.blob);
    } else {
      await inner.db
        .insertInto('files')
        .values({ ...file, created_at: time, updated_at: time })
        .execute();
    }
    await blobs.keep(inner, file.blob);
    return before;
  };

  return {
    put: async (workspace, givenName, bytes, along) => {
      const blob = await blobs.put(bytes);
      const { size, type } = bytes;
      const id = idOf(workspace, bytes.sha256);
      // PostgreSQL's text has no place for the character 0.
      const name = givenName.toWellFormed().replaceAll('\0', '');
      const file: StoredFile = { id, workspace, name, type, size, blob };
      try {
        const { before, result } = await transact(store, async (inner) => ({
          before: await write(inner, file),
          result: await along(inner, file),
        }));
        if (before) await blobs.erase(before.blob);
        return result;
      } catch (error) {
        await blobs.erase(blob);
        throw error;
      }
    },

    find,

    respond: (request, { blob, size, type, id }, headers) =>
      blobs.respond(request, { blob, size, type, etag: `"${id}"` }, headers),

    forget: async (inner, { id, blob }) => {
      await inner.db.deleteFrom('files').where('id', '=', id).execute();
      await blobs.drop(inner, blob);
    },

    erase: async ({ blob, size }) => ((await blobs.erase(blob)) ? size : 0),

    urlOf: (file) => `${prefix}${file.id}/${encodeURIComponent(file.name)}`,

    idIn: (url) =>
      url.startsWith(prefix) ? /^[0-9a-f]{32}/.exec(url.slice(prefix.length))?.[0] : undefined,
  };
};
