import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { putWorkspace } from '../../../src/platform/store/workspaces.ts';
import { withoutPostgres } from '../../support/postgres.ts';
import { sharedPostgres } from '../../support/shared-postgres.ts';
import { openStore, workspace, type OpenStore, type Place } from './open-store.ts';

const sqlite = async (t: TestContext): Promise<Place> => {
  const folder = await mkdtemp(join(tmpdir(), 'fae-store-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return { file: join(folder, 'platform.db') };
};

const postgres = async (): Promise<Place> => ({
  file: '',
  url: await (await sharedPostgres()).createDatabase(),
});

export interface Target {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** A place where there is nothing yet. */
  readonly place: () => Promise<Place>;
  /** A store with one workspace; at a new place, unless it is given one. */
  readonly open: (given?: { place?: Place; now?: () => number }) => Promise<OpenStore>;
}

/** A test that runs on each kind of database. What it opens is closed after it. */
export const onBoth = (
  title: string,
  work: (target: Target, t: TestContext) => Promise<void>,
): void => {
  const kinds = [
    ['SQLite', sqlite],
    ['PostgreSQL', postgres],
  ] as const;
  for (const [name, placeOf] of kinds) {
    const skip = name === 'PostgreSQL' && withoutPostgres;
    test(`${title}, on ${name}`, { skip }, async (t) => {
      const place = () => placeOf(t);
      const open: Target['open'] = async ({ place: given, now } = {}) => {
        const store = await openStore(given ?? (await place()), now);
        t.after(store.close);
        await putWorkspace(store, { name: 'Test', id: workspace });
        return store;
      };
      await work({ name, place, open }, t);
    });
  }
};
