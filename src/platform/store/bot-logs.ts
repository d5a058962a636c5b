import { objectId } from '../ids.ts';
import { logText } from './log-text.ts';
import { forgetOldLines } from './old-lines.ts';
import { isoTime, type Store } from './store.ts';
import type { LogLevel } from './tables/bots.ts';

/** One line of a bot's log. */
export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  /** The id of the node that it is about. */
  readonly node?: string | undefined;
  readonly run?: string | undefined;
}

/** Older ones are forgotten. */
const mostLines = 1_000;

const newestFirst = (store: Store, bot: string) =>
  store.db
    .selectFrom('bot_logs')
    .where('bot', '=', bot)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc');

/** To be called in a transaction. */
export const addLines = async (
  store: Store,
  bot: string,
  lines: readonly LogLine[],
): Promise<void> => {
  if (lines.length === 0) return;
  const now = store.now();
  const rows = lines.map(({ level, message, node, run }) => ({
    id: objectId(now),
    bot,
    created_at: isoTime(now),
    level,
    message: logText(message),
    node: node ?? null,
    run: run ?? null,
  }));
  await store.db.insertInto('bot_logs').values(rows).execute();
  await forgetOldLines(store, 'bot_logs', bot, mostLines);
};

/** Oldest first, as the text of a JSON array. */
export const listLines = async (store: Store, bot: string): Promise<string> => {
  const rows = await newestFirst(store, bot)
    .select(['created_at', 'level', 'message', 'node', 'run'])
    .limit(mostLines)
    .execute();
  const lines = rows.reverse().map(({ created_at, level, message, node, run }) => ({
    time: created_at,
    level,
    message,
    ...(node !== null && { node }),
    ...(run !== null && { run }),
  }));
  return JSON.stringify(lines);
};

export const clearLines = async (store: Store, bot: string): Promise<void> => {
  await store.db.deleteFrom('bot_logs').where('bot', '=', bot).execute();
};

/** Forgets lines of all bots that are older than a time, in milliseconds since 1970. */
export const deleteOldLines = async (store: Store, before: number): Promise<void> => {
  await store.db.deleteFrom('bot_logs').where('created_at', '<', isoTime(before)).execute();
};
