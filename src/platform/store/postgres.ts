import { PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type { Client, Pool, PoolClient, PoolConfig } from 'pg';
import { isRefusal, Unavailable } from './faults.ts';
import { assertPostgresUrl } from './postgres-url.ts';

const mostConnections = 10;
const connectTimeout = 5_000;
const statementTimeout = 10_000;

const importPg = async () => {
  try {
    return (await import('pg')).default;
  } catch (cause) {
    throw new TypeError('PostgreSQL needs its client: run "npm install pg".', { cause });
  }
};

const configOf = (pg: Awaited<ReturnType<typeof importPg>>, url: string): PoolConfig => {
  const types = new pg.TypeOverrides();
  // Counts and sizes; they stay far below 2^53.
  types.setTypeParser(pg.types.builtins.INT8, Number);
  return {
    connectionString: url,
    application_name: 'fae-widgets',
    connectionTimeoutMillis: connectTimeout,
    // Finds out about a machine that has gone without a word.
    keepAlive: true,
    types,
  };
};

/** No text of PostgreSQL may hold U+0000; it becomes what any character becomes that cannot be kept. */
const storable = (value: unknown): unknown =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;

/** Hears how the connections are. */
export interface Health {
  readonly lost: (error: unknown) => void;
  readonly works: () => void;
}

/** A connection of the pool as Kysely wants it. One that broke is not put back. */
const guarded = (client: PoolClient, health: Health): PostgresPoolClient => {
  let broken = false;
  const query = async (sql: string, values: readonly unknown[]) => {
    try {
      const result = await client.query(sql, values.map(storable));
      health.works();
      return result;
    } catch (error) {
      if (isRefusal(error)) throw error;
      broken = true;
      health.lost(error);
      throw new Unavailable(error);
    }
  };
  return {
    // The type is one of cursors as well, which Kysely uses only where it was given them.
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy = false) => client.release(destroy || broken),
  };
};

/** The pool as Kysely wants it: what is not a statement's fault becomes 503 `unavailable`. */
const guardedPool = (pool: Pool, health: Health): PostgresPool => ({
  options: {},
  end: () => pool.end(),
  connect: async () => {
    try {
      return guarded(await pool.connect(), health);
    } catch (error) {
      health.lost(error);
      throw new Unavailable(error);
    }
  },
});

export interface Postgres {
  /** For requests and jobs: few connections, short statements. */
  readonly dialect: PostgresDialect;
  /** For migrations: as long as it takes, one process after the other. */
  readonly patientDialect: PostgresDialect;
  /** A connection of one's own, not yet connected. */
  readonly client: () => Client;
}

/**
 * PostgreSQL through the package `pg`, which the user installs. Connections are made when they are
 * needed, and again after each loss.
 *
 * @param url `postgres://user:password@host:port/database`, and what else `pg` takes
 * @throws {TypeError} for a URL that cannot be meant, or where `pg` is not installed
 */
export const createPostgres = async (url: string, health: Health): Promise<Postgres> => {
  assertPostgresUrl(url);
  const pg = await importPg();
  const config = configOf(pg, url);

  const dialect = (more: PoolConfig): PostgresDialect => {
    const pool = new pg.Pool({ ...config, ...more });
    // Without listeners an error ends the process: the pool's are those of connections that nobody
    // uses; a connection in use has its own, between two statements of a transaction. Whether the
    // database is lost is for the next statement to find out: news of an old connection may come late.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    return new PostgresDialect({ pool: guardedPool(pool, health) });
  };
  return {
    dialect: dialect({
      max: mostConnections,
      statement_timeout: statementTimeout,
      lock_timeout: statementTimeout / 2,
      idle_in_transaction_session_timeout: statementTimeout * 3,
      // A server that hangs keeps no timeouts of its own.
      query_timeout: statementTimeout * 1.5,
    }),
    patientDialect: dialect({ max: 1 }),
    client: () => new pg.Client(config),
  };
};
