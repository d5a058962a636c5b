import { randomUUID } from 'node:crypto';
import { hashOf, newToken } from './secret-tokens.ts';
import { isoTime, type Store } from './store.ts';

/** A further key of a project; of the token itself only its hash is kept. */
export interface ApiToken {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  /** How it begins. */
  readonly prefix: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  /** To the minute. */
  readonly lastUsedAt: string | null;
}

const prefixLength = 12;
const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * @param days until it opens nothing any more; for ever, unless given
 * @returns also the token, which is shown this once
 */
export const insertApiToken = async (
  store: Store,
  project: string,
  { name, days }: { readonly name: string; readonly days?: number | undefined },
): Promise<ApiToken & { readonly token: string }> => {
  const now = store.now();
  const token = `fleek_${newToken()}`;
  // No database takes every name as it is.
  const row = await store.db
    .insertInto('api_tokens')
    .values({
      id: randomUUID(),
      project,
      name,
      token_hash: hashOf(token),
      token_prefix: token.slice(0, prefixLength),
      created_at: isoTime(now),
      expires_at: days === undefined ? null : isoTime(now + days * day),
      last_used_at: null,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
  return { ...tokenOf(row), token };
};

const columns = [
  'id',
  'project',
  'name',
  'token_prefix',
  'created_at',
  'expires_at',
  'last_used_at',
] as const;

interface Columns extends Pick<ApiToken, 'id' | 'project' | 'name'> {
  readonly token_prefix: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
}

const tokenOf = (row: Columns): ApiToken => ({
  id: row.id,
  project: row.project,
  name: row.name,
  prefix: row.token_prefix,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
});

/** The oldest first, those that have expired included. */
export const listApiTokens = async (store: Store, project: string): Promise<ApiToken[]> => {
  const rows = await store.db
    .selectFrom('api_tokens')
    .select(columns)
    .where('project', '=', project)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(tokenOf);
};

export const findApiToken = async (store: Store, id: string): Promise<ApiToken | undefined> => {
  const row = await store.db
    .selectFrom('api_tokens')
    .select(columns)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && tokenOf(row);
};

export const deleteApiToken = async (store: Store, id: string): Promise<void> => {
  await store.db.deleteFrom('api_tokens').where('id', '=', id).execute();
};

/** @returns the project that a token opens, as long as it has not expired */
export const tokenProject = async (store: Store, token: string): Promise<string | undefined> => {
  const now = store.now();
  const row = await store.db
    .selectFrom('api_tokens')
    .select(['id', 'project', 'expires_at', 'last_used_at'])
    .where('token_hash', '=', hashOf(token))
    .executeTakeFirst();
  if (!row || (row.expires_at !== null && row.expires_at <= isoTime(now))) return undefined;
  // Whoever asks a hundred times a second need not write as often.
  if (row.last_used_at === null || row.last_used_at <= isoTime(now - minute)) {
    await store.db
      .updateTable('api_tokens')
      .set({ last_used_at: isoTime(now) })
      .where('id', '=', row.id)
      .execute();
  }
  return row.project;
};
