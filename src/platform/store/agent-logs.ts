import { withoutSecrets } from '../bots/secrets.ts';
import { openSecrets } from '../agents/secrets.ts';
import { objectId } from '../ids.ts';
import { findAgent } from './agents.ts';
import { logText } from './log-text.ts';
import { forgetOldLines } from './old-lines.ts';
import { pageOf, type Page, type PageWish } from './pages.ts';
import { isoTime, transact, type Store } from './store.ts';

/** As syslog has them. */
export const priorities = { critical: 2, error: 3, warning: 4, info: 6, debug: 7 } as const;

/** One line of an agent's log. */
export interface LogLine {
  readonly priority: number;
  readonly message: string;
}

/** Of an agent. Older ones are forgotten. */
const mostLines = 2_000;
/** Shorter ones would also be found where they mean nothing. */
const shortestSecret = 4;

/**
 * Forgets the lines that are too old. Not in the transaction that adds a line to many others': all of them
 * would meet here.
 */
export const forgetOldLogLines = (store: Store, agent: string): Promise<void> =>
  forgetOldLines(store, 'agent_logs', agent, mostLines);

/**
 * Adds lines as `addLogLines` does, and forgets none: whoever adds many has to do that afterwards, by
 * `forgetOldLogLines`.
 */
export const insertLogLines = async (
  store: Store,
  agent: string,
  lines: readonly LogLine[],
): Promise<void> => {
  const found = lines.length > 0 ? await findAgent(store, agent) : undefined;
  if (!found) return;
  const secrets = openSecrets(store, found)
    .map(([, secret]) => secret)
    .filter((it) => it.length >= shortestSecret);
  const now = store.now();
  const rows = lines.slice(-mostLines).map(({ priority, message }) => ({
    id: objectId(now),
    agent,
    created_at: isoTime(now),
    priority,
    message: logText(withoutSecrets(message, secrets)),
  }));
  await store.db.insertInto('agent_logs').values(rows).execute();
};

/**
 * Adds lines, without the agent's secrets; none where there is no such agent any more. To be called in
 * a transaction.
 */
export const addLogLines = async (
  store: Store,
  agent: string,
  lines: readonly LogLine[],
): Promise<void> => {
  await insertLogLines(store, agent, lines);
  await forgetOldLogLines(store, agent);
};

/**
 * Adds a line to an agent's log: cut to 2,000 characters, without the agent's secrets; nothing where
 * there is no such agent any more.
 *
 * @param priority as syslog has them: 3 is an error, 4 a warning, 6 information, 7 for debugging
 */
export const writeLog = (
  store: Store,
  agent: string,
  priority: number,
  message: string,
): Promise<void> => transact(store, (inner) => addLogLines(inner, agent, [{ priority, message }]));

export interface KeptLine extends LogLine {
  readonly id: string;
  readonly created_at: string;
}

/** The newest page first; the oldest line first within each. */
export const listLogLines = async (
  store: Store,
  agent: string,
  wish: PageWish,
): Promise<Page<KeptLine>> => {
  const page = await pageOf(wish, 'desc', ({ beyond, order, limit }) => {
    let query = store.db
      .selectFrom('agent_logs')
      .select(['id', 'created_at', 'priority', 'message'])
      .where('agent', '=', agent);
    if (beyond) {
      const { time, id } = beyond;
      query = query.where((eb) =>
        eb(eb.refTuple('created_at', 'id'), order === 'asc' ? '>' : '<', eb.tuple(time, id)),
      );
    }
    return query.orderBy('created_at', order).orderBy('id', order).limit(limit).execute();
  });
  return { ...page, rows: page.rows.toReversed() };
};

/** Forgets lines of all agents that are older than a time, in milliseconds since 1970. */
export const deleteOldLogLines = async (store: Store, before: number): Promise<void> => {
  await store.db.deleteFrom('agent_logs').where('created_at', '<', isoTime(before)).execute();
};
