import { hashOf, newToken } from './secret-tokens.ts';
import { isoTime, type Store } from './store.ts';

const lifetime = 60 * 60 * 1000;

/** @returns the session's name, for an hour: whoever has it looks after the project's test cards */
export const insertPortalSession = async (store: Store, project: string): Promise<string> => {
  const token = newToken();
  await store.db
    .insertInto('portal_sessions')
    .values({ token_hash: hashOf(token), project, expires_at: isoTime(store.now() + lifetime) })
    .execute();
  return token;
};

/** The project that a session is about; `undefined` for an unknown one and one that is over. */
export const projectOfPortalSession = async (
  store: Store,
  token: string,
): Promise<string | undefined> => {
  const row = await store.db
    .selectFrom('portal_sessions')
    .select('project')
    .where('token_hash', '=', hashOf(token))
    .where('expires_at', '>', isoTime(store.now()))
    .executeTakeFirst();
  return row?.project;
};
