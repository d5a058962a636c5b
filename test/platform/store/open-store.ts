import { openDatabase, type DatabaseOptions } from '../../../src/platform/store/database.ts';
import { ownUrls } from '../../../src/platform/store/own-urls.ts';
import type { Store } from '../../../src/platform/store/store.ts';
import { createVault } from '../../../src/platform/vault.ts';

/** Where a database is: JSON, so that another process can be told. */
export type Place = Pick<DatabaseOptions, 'file' | 'url'>;

export const workspace = '64b7f0c2a1d3e4f5a6b7c8d9';

/** A store with a connection, or connections, of its own to the database at a place. */
export const openStore = async (place: Place, now: () => number = Date.now) => {
  const { db, notices, close } = await openDatabase(place);
  const urls = ownUrls('http://localhost:4600');
  const store: Store = { db, notices, urls, vault: createVault('a secret of the tests'), now };
  return { ...store, close };
};

export type OpenStore = Awaited<ReturnType<typeof openStore>>;
