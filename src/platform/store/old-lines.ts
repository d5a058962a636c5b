import { sql } from 'kysely';
import type { Store } from './store.ts';

/** The logs, and whose lines they have. */
const owners = { agent_logs: 'agent', bot_logs: 'bot' } as const;

/**
 * Forgets the oldest lines of a log beyond so many.
 *
 * @param owner the id of the agent or the bot
 */
export const forgetOldLines = async (
  { db }: Pick<Store, 'db'>,
  log: keyof typeof owners,
  owner: string,
  most: number,
): Promise<void> => {
  const [table, column] = [sql.table(log), sql.ref(owners[log])];
  await sql`
    delete from ${table}
    where ${column} = ${owner} and (created_at, id) <= (
      select created_at, id from ${table} where ${column} = ${owner}
      order by created_at desc, id desc limit 1 offset ${most}
    )`.execute(db);
};
