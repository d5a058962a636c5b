import { objectId } from '../ids.ts';
import type { AgentStatus } from './agents.ts';
import { isoTime, type Store } from './store.ts';

export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** A conversation of an agent's. */
export interface Room {
  readonly agent: string;
  /** As Eliza makes it of what the room was called. */
  readonly room: string;
}

/** What a reply may look back on. Older turns are of no use and are not kept. */
const kept = 40;

/** As a database takes it: PostgreSQL's text has no NUL, UTF-8 no half characters. */
const textOf = (text: string): string => text.replaceAll('\0', '').toWellFormed();

const newestFirst = (store: Store, { agent, room }: Room) =>
  store.db
    .selectFrom('agent_turns')
    .where('agent', '=', agent)
    .where('room', '=', room)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc');

/** The last turns of a room, oldest first. */
export const lastRoomTurns = async (store: Store, room: Room): Promise<Turn[]> => {
  const rows = await newestFirst(store, room).select(['role', 'text']).limit(kept).execute();
  return rows.reverse().map(({ role, text }) => ({ role, text }));
};

/** Adds turns, and forgets those that have become too old. To be called in a transaction. */
export const addRoomTurns = async (
  store: Store,
  room: Room,
  user: string,
  turns: readonly Turn[],
): Promise<void> => {
  const now = store.now();
  const rows = turns.map(({ role, text }) => ({
    ...room,
    id: objectId(now),
    user_id: user,
    role,
    text: textOf(text),
    created_at: isoTime(now),
  }));
  await store.db.insertInto('agent_turns').values(rows).execute();
  const tooOld = await newestFirst(store, room).select('id').offset(kept).limit(kept).execute();
  if (tooOld.length === 0) return;
  await store.db
    .deleteFrom('agent_turns')
    .where(
      'id',
      'in',
      tooOld.map(({ id }) => id),
    )
    .execute();
};

/** What has become of an agent; `undefined` where it has been deleted. */
export const statusOfAgent = async (
  store: Store,
  agent: string,
): Promise<AgentStatus | undefined> => {
  const row = await store.db
    .selectFrom('agents')
    .select('status')
    .where('id', '=', agent)
    .executeTakeFirst();
  return row?.status;
};

/** Forgets turns of all agents that are older than a time, in milliseconds since 1970. */
export const deleteOldTurns = async (store: Store, before: number): Promise<void> => {
  await store.db.deleteFrom('agent_turns').where('created_at', '<', isoTime(before)).execute();
};
