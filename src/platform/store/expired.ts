import { deleteOldLogLines } from './agent-logs.ts';
import { deleteOldTurns } from './agent-turns.ts';
import { deleteOldLines } from './bot-logs.ts';
import { deleteEndedRuns } from './bot-runs.ts';
import { deleteUnpaidOrders } from './orders.ts';
import { isoTime, type Store } from './store.ts';

/**
 * Forgets what has grown old: turns of conversations, lines of bots' and agents' logs and checkouts
 * that nobody paid after a while, sessions, links and counters as soon as they are over.
 *
 * @param before milliseconds since 1970: what is older has grown old
 */
export const deleteExpired = async (store: Store, before: number): Promise<void> => {
  const { db } = store;
  const time = isoTime(store.now());
  await db.deleteFrom('messages').where('created_at', '<', isoTime(before)).execute();
  await db.deleteFrom('agent_turns').where('created_at', '<', isoTime(before)).execute();
  await deleteOldLogLines(store, before);
  await deleteOldTurns(store, before);
  await deleteUnpaidOrders(store, before);
  await deleteOldLines(store, before);
  await deleteEndedRuns(store);
  await db.deleteFrom('sessions').where('expires_at', '<=', time).execute();
  await db.deleteFrom('password_resets').where('expires_at', '<=', time).execute();
  await db.deleteFrom('portal_sessions').where('expires_at', '<=', time).execute();
  await db.deleteFrom('attempts').where('ends_at', '<=', time).execute();
};
