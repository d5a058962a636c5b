import { sharedPostgres } from '../support/shared-postgres.ts';

/** Which database the platform's tests run on: `sqlite`, unless this says `postgres`. */
const kind = process.env['FAE_TEST_DATABASE'] ?? 'sqlite';

/** By data folder, so that a second start on a folder finds what the first one left. */
const urls = new Map<string, string>();

/**
 * The variables that put a platform on that database; none for SQLite.
 *
 * @param folder its data folder
 */
export const databaseEnv = async (folder: string): Promise<Readonly<Record<string, string>>> => {
  if (kind !== 'postgres') return {};
  const url = urls.get(folder) ?? (await (await sharedPostgres()).createDatabase());
  urls.set(folder, url);
  return { DATABASE_URL: url, FAE_SECRET: 'a secret of the tests, the same everywhere' };
};
