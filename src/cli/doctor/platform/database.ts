import { readSetUp } from '../../../platform/index.ts';
import { findingsAbout, type Check, type Finding } from '../finding.ts';
import { isInstalled } from '../machine.ts';
import { within } from '../within.ts';

const { ok, warning, problem } = findingsAbout('Database');

/** Releases that PostgreSQL's own people still look after. */
const oldestVersion = 14;

interface Told {
  readonly version: string;
  readonly encoding: string;
  readonly writable: boolean;
  readonly creates: boolean;
}

/** What the server says of itself, in one query that changes nothing. */
const question = `select current_setting('server_version') as version,
  current_setting('server_encoding') as encoding,
  not pg_is_in_recovery() as writable,
  coalesce(has_schema_privilege(current_schema(), 'create'), false) as creates`;

const ask = async (url: string, waitMs: number): Promise<Told> => {
  const { default: pg } = await import('pg');
  const timeouts = { connectionTimeoutMillis: waitMs, query_timeout: waitMs };
  const client = new pg.Client({ connectionString: url, ...timeouts });
  // Without a listener an error ends the process; whoever asked gets it all the same.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Told>(question);
    const [told] = rows;
    if (told) return told;
    throw new Error('no answer');
  } finally {
    // It says goodbye to a server that may not listen.
    void client.end().catch(() => undefined);
  }
};

const findingsOf = (told: Told, place: string): readonly Finding[] => {
  // Behind it stands who has built it.
  const [version = ''] = told.version.split(' ');
  const major = Number.parseInt(version, 10);
  return [
    ok(`PostgreSQL ${version} answers at ${place}.`),
    ...(major < oldestVersion
      ? [warning(`PostgreSQL ${major} is not looked after any more.`, 'Bring it up to date.')]
      : []),
    ...(told.encoding === 'UTF8'
      ? []
      : [problem(`The database keeps ${told.encoding}.`, 'Make one with encoding UTF8.')]),
    ...(told.writable
      ? []
      : [problem('It is a replica, which takes no writes.', 'Give the address of the primary.')]),
    ...(told.creates
      ? []
      : [
          problem(
            'Its user may make no tables there.',
            'grant create, usage on schema public to that user',
          ),
        ]),
  ];
};

const reasonOf = (error: unknown): string => {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error
    ? error.message || String(Reflect.get(error, 'code'))
    : String(error);
};

/** The PostgreSQL that `DATABASE_URL` names: whether it lets us in, and is of the right kind. */
export const database: Check = async ({ env, waitMs }) => {
  const { database: named } = await readSetUp(env);
  // What is wrong with the address, or missing, is told among the settings.
  if (!named || !isInstalled('pg')) return [];
  try {
    return findingsOf(await within(waitMs, ask(named.url, waitMs)), named.place);
  } catch (error) {
    return [
      problem(
        `The database at ${named.place} cannot be used: ${reasonOf(error)}`,
        'Start it, or mend DATABASE_URL.',
      ),
    ];
  }
};
