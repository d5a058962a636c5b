import { randomBytes } from 'node:crypto';
import { contentResponse } from '../../http/range.ts';
import { isoTime, type Store } from '../store/store.ts';
import type { Incoming, Storage } from './storage.ts';

type Log = (event: Readonly<Record<string, unknown>>) => void;

/** What is known of bytes that are to be sent. */
export interface StoredBytes {
  /** Their key in the storage. */
  readonly blob: string;
  readonly size: number;
  /** A strong entity tag, quotes included. */
  readonly etag: string;
  readonly type: string;
}

/**
 * Bytes that rows of the database are about. They are put before the row is written and erased after
 * it is gone; until then they are listed as strays, so that none are left behind when the process dies
 * in between. Every row has bytes of its own, so that nobody erases what another row has just begun to
 * be about.
 */
export interface Blobs {
  /** @returns their key; they are strays until they are kept */
  readonly put: (bytes: Incoming) => Promise<string>;
  /** To be called in the transaction that writes the row. */
  readonly keep: (store: Store, blob: string) => Promise<void>;
  /** To be called in the transaction that deletes the row; the bytes are erased after it. */
  readonly drop: (store: Store, blob: string) => Promise<void>;
  /**
   * Erases strays; what a row is about stays. What fails is tried again at a later start.
   *
   * @returns whether there were bytes that are gone now
   */
  readonly erase: (blob: string) => Promise<boolean>;
  /** Erases strays that nobody can be at any more. */
  readonly sweep: () => Promise<void>;
  /**
   * Answers a GET or HEAD: 200, 206, 304 or 416.
   *
   * @returns `undefined` where the bytes are gone
   */
  readonly respond: (
    request: Request,
    bytes: StoredBytes,
    headers: Readonly<Record<string, string>>,
  ) => Promise<Response | undefined>;
}

/** Longer than any upload takes. */
const strayFor = 60 * 60 * 1000;

const nothing = (): ReadableStream<Uint8Array<ArrayBuffer>> =>
  new ReadableStream({ start: (controller) => controller.close() });

export const createBlobs = (store: Store, storage: Storage, log: Log): Blobs => {
  const { db } = store;

  const erase = async (blob: string): Promise<boolean> => {
    const ofStray = db.selectFrom('stray_blobs').select('blob').where('blob', '=', blob);
    try {
      if (!(await ofStray.executeTakeFirst())) return false;
      const wasThere = await storage.remove(blob);
      await db.deleteFrom('stray_blobs').where('blob', '=', blob).execute();
      return wasThere;
    } catch (error) {
      log({ event: 'erase_failed', error: String(error) });
      return false;
    }
  };

  return {
    put: async (bytes) => {
      const name = randomBytes(16).toString('hex');
      const blob = `files/${name.slice(0, 2)}/${name}`;
      const created_at = isoTime(store.now());
      await db.insertInto('stray_blobs').values({ blob, created_at }).execute();
      await storage.put(blob, bytes);
      return blob;
    },

    keep: async (inner, blob) => {
      await inner.db.deleteFrom('stray_blobs').where('blob', '=', blob).execute();
    },

    drop: async (inner, blob) => {
      const created_at = isoTime(inner.now());
      await inner.db.insertInto('stray_blobs').values({ blob, created_at }).execute();
    },

    erase,

    sweep: async () => {
      const strays = await db
        .selectFrom('stray_blobs')
        .select('blob')
        .where('created_at', '<', isoTime(store.now() - strayFor))
        .execute();
      for (const { blob } of strays) await erase(blob);
    },

    respond: async (request, { blob, size, etag, type }, headers) => {
      let wanted: readonly [number, number] | undefined;
      const open = (start: number, end: number) => {
        if (end > start) wanted = [start, end];
        return nothing();
      };
      const answer = contentResponse(request, { size, etag, type, open }, headers);
      if (!wanted) return answer;
      const body = await storage.open(blob, ...wanted, request.signal);
      return body && new Response(body, { status: answer.status, headers: answer.headers });
    },
  };
};
