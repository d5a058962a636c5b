import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { NamedOperation } from '../../../src/api/operations.ts';
import type { TestPlatform } from '../support.ts';
import type { House } from './house.ts';
import type { Wish } from './requests.ts';

export type CallerName =
  | 'nobody'
  | 'a wrong key'
  | 'the key'
  | 'the other API’s key'
  | 'an owner'
  | 'a viewer'
  | 'an expired session';

/** Who may do it. */
export const rightful = ({ auth, name }: NamedOperation): CallerName => {
  if (auth === 'none') return 'nobody';
  return auth === 'account' || name === 'tokens.create' ? 'an owner' : 'the key';
};

/** What goes out in place of what a wish would make. */
export interface Twist {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
  /** Replaces the query, `?` included. */
  readonly search?: string;
  /** Fills the path with parameters as they are, already encoded or not. */
  readonly raw?: boolean;
}

const pathOf = ({ path }: NamedOperation, { params = {} }: Wish, raw: boolean): string =>
  path.replace(/\{\*?(\w+)\}/g, (_, name: string) =>
    raw ? (params[name] ?? '') : encodeURIComponent(params[name] ?? ''),
  );

const formDataOf = (fields: NonNullable<Wish['form']>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
};

const bodyOf = ({ body }: NamedOperation, wish: Wish): BodyInit | undefined => {
  if (body === 'form') return formDataOf(wish.form ?? {});
  return body === 'json' ? JSON.stringify(wish.body ?? {}) : undefined;
};

/** Sends a wish to an operation. */
export const call = async (
  server: TestPlatform,
  operation: NamedOperation,
  wish: Wish,
  credentials: Readonly<Record<string, string>>,
  { headers = {}, body = bodyOf(operation, wish), search, raw = false }: Twist = {},
): Promise<{ status: number; text: string }> => {
  const query = search ?? `?${new URLSearchParams(wish.query ?? {})}`;
  const response = await fetch(
    `${server.origin}/api${pathOf(operation, wish, raw)}${query === '?' ? '' : query}`,
    {
      method: operation.method,
      redirect: 'manual',
      headers: {
        ...(operation.body === 'json' && { 'Content-Type': 'application/json' }),
        ...credentials,
        ...headers,
      },
      ...(body !== undefined && { body }),
    },
  );
  return { status: response.status, text: await response.text() };
};

/** The same by whoever may do it. */
export const callRightfully = async (
  server: TestPlatform,
  house: House,
  operation: NamedOperation,
  wish: Wish,
  twist?: Twist,
): Promise<{ status: number; text: string }> =>
  call(server, operation, wish, await house.headersOf(rightful(operation), operation.api), twist);

/** Makes sure that a refusal has this status, and tells what is wrong. */
export const assertRefusal = (
  { status, text }: { readonly status: number; readonly text: string },
  expected: number | readonly number[],
  title: string,
): void => {
  const among = [expected].flat();
  assert.ok(
    among.includes(status),
    `${title}: ${status} ${text.slice(0, 300)}, not ${among.join(' or ')}`,
  );
  // Eliza's own words, which its clients expect.
  if (status === 404 && text === 'Agent not found') return;
  const { error, code } = JSON.parse(text) as Record<string, unknown>;
  assert.ok(typeof error === 'string' && error !== '', title);
  assert.ok(typeof code === 'string' && /^[a-z_]+$/.test(code), title);
};

/** What a refusal may well change: how often somebody tried, who sits at a desk, what work waits. */
const restless = new Set(['attempts', 'sessions', 'jobs']);

/** To ask for the tables takes longer than to read all that is in them. */
const tables = new WeakMap<TestPlatform, readonly string[]>();

const tablesOf = async (server: TestPlatform): Promise<readonly string[]> => {
  const known = tables.get(server);
  if (known) return known;
  const all = await server.store.db.introspection.getTables();
  const names = all.map(({ name }) => name).filter((name) => !restless.has(name));
  tables.set(server, names);
  return names;
};

/** A digest of every other row of every table. */
export const digestOf = async (server: TestPlatform): Promise<string> => {
  const { store } = server;
  const hash = createHash('sha256');
  for (const name of await tablesOf(server)) {
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(store.db);
    const lines = rows.map((row) => JSON.stringify(row)).sort();
    hash.update(`${name}\n${lines.join('\n')}\n`);
  }
  return hash.digest('hex');
};

/** Forgets how often anybody has tried: no test is about that here. */
export const forgetTries = async ({ store }: TestPlatform): Promise<void> => {
  await store.db.deleteFrom('attempts').execute();
};
