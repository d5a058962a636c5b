import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { createListeners, type Notice, type Notices } from './notices.ts';
import type { Health, Postgres } from './postgres.ts';

const channel = 'fae_jobs';
const reconnectAfter = 1_000;

/** Listens on one connection until it breaks or is no longer wanted. */
const listen = async (
  { client: create }: Postgres,
  call: (notice: Notice) => void,
  signal: AbortSignal,
): Promise<void> => {
  const client = create();
  const { promise: broken, resolve, reject } = Promise.withResolvers<undefined>();
  const end = () => resolve(undefined);
  signal.addEventListener('abort', end, { once: true });
  client.on('error', reject);
  client.on('end', end);
  client.on('notification', ({ payload }) => call(payload === 'stopped' ? 'stopped' : 'added'));
  try {
    await Promise.race([client.connect(), broken]);
    if (signal.aborted) return;
    await client.query(`listen ${channel}`);
    // What was said while nobody listened.
    call('added');
    call('stopped');
    await broken;
  } finally {
    signal.removeEventListener('abort', end);
    client.removeListener('end', end);
    await client.end().catch(() => undefined);
  }
};

/** Among all processes of one PostgreSQL, by `NOTIFY`. */
export const postgresNotices = (
  postgres: Postgres,
  health: Health,
): Notices & { readonly close: () => Promise<void> } => {
  const { call, subscribe } = createListeners();
  const closing = new AbortController();

  const keepListening = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await listen(postgres, call, closing.signal).catch(health.lost);
      await pause(reconnectAfter, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  };
  const listening = keepListening();

  return {
    send: async (db, notice) => {
      await sql`select pg_notify(${channel}, ${notice})`.execute(db);
    },
    subscribe,
    close: async () => {
      closing.abort();
      await listening;
    },
  };
};
