import assert from 'node:assert/strict';
import { safeParse } from 'valibot';
import { schemasOf } from '../../../src/api/all.schemas.ts';
import { namedOperations, type NamedOperation } from '../../../src/api/operations.ts';
import type { TestPlatform } from '../support.ts';
import { fieldsOf, without } from './badness.ts';
import { assertRefusal, callRightfully, digestOf, type Twist } from './calls.ts';
import type { House } from './house.ts';
import { requests, type Wish } from './requests.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Identity and times are the server's; a workspace is a place rather than a field. */
const serverFields = ['_id', 'id', 'workspace', 'workspaceId', 'createdAt', 'updatedAt'];

/** What else is the server's to say of the records of one resource. */
const ownFields: Readonly<Record<string, readonly string[]>> = {
  bots: ['status', 'logs', 'webhookUrl', 'nodes', 'edges'],
  nfts: ['mintCount', 'editions', 'editionNumber', 'editionCount'],
  // What a file of ours is, is known, whatever is said about it.
  models: ['size', 'mimeType'],
  // A character file is told under another name, and no host is null, however it was said; what a token
  // is good for is told as a date.
  agents: ['config', 'host'],
  apiTokens: ['expires_in_days'],
};

/** Of these the answer is no record of what was sent. */
const answersOtherwise =
  /^(payments|auth|tts|subscriptions|paymentMethods)\.|^(members\.invite|characters\.response|agents\.message)$/;

/** Where a record is read again, when not in its resource's list. */
const readBy: Readonly<Record<string, string>> = {
  payments: 'orders.list',
  bots: 'bots.get',
  stories: 'stories.get',
  agents: 'agents.get',
  subscriptions: 'subscriptions.get',
};

const resourceOf = ({ name }: NamedOperation): string => name.split('.')[0] ?? '';

/** A record as it is read anew; `undefined` where there is none. */
const readAgain = async (
  server: TestPlatform,
  house: House,
  written: NamedOperation,
  id: unknown,
): Promise<Fields | undefined> => {
  const reading = readBy[resourceOf(written)] ?? `${resourceOf(written)}.list`;
  const operation = namedOperations.find(({ name }) => name === reading);
  assert.ok(operation, reading);
  const wish = requests[operation.name](house.things);
  const [, parameter] = /\{(\w+)\}$/.exec(operation.path) ?? [];
  const params = parameter === undefined ? wish.params : { [parameter]: String(id) };
  const query = without(wish.query ?? {}, 'collection');
  const again = { query, ...(params && { params }) };
  const { status, text } = await callRightfully(server, house, operation, again);
  assert.equal(status, 200, text);
  const records = [JSON.parse(text) as Fields | Fields[]].flat();
  return records.find((it) => it['id'] === id || it['sessionId'] === id);
};

/** Each field that was sent is in the record, as it was or as the contract straightens it. */
const assertHas = (record: Fields, operation: NamedOperation, body: Fields): void => {
  const schema = schemasOf(operation.name).body;
  const parsed = schema && safeParse(schema, body);
  assert.ok(parsed?.success, 'the contract refuses it');
  const straightened = parsed.output as Fields;
  const { properties, isOpen } = fieldsOf(operation);
  // The Fleek API takes unknown fields, and drops them.
  const isKept = isOpen && operation.api === 'fae';
  const others = new Set([...serverFields, ...(ownFields[resourceOf(operation)] ?? [])]);
  for (const [field, value] of Object.entries(body)) {
    const isDescribed = Object.hasOwn(properties, field);
    if (value === undefined || others.has(field) || !(isDescribed || isKept)) continue;
    const expected = JSON.stringify(isDescribed ? straightened[field] : value);
    const told = JSON.stringify(record[field]);
    if (told !== expected) assert.equal(told, storable(expected), field);
  }
};

/**
 * What becomes of JSON text outside a document, where no database keeps U+0000 and lone surrogates: the
 * answer tells of it.
 */
const storable = (json: string): string => json.replace(/\\u(0000|d[89a-f][0-9a-f]{2})/g, '\uFFFD');

const isWriting = ({ method, body }: NamedOperation): boolean =>
  body === 'json' && (method === 'POST' || method === 'PUT');

/** What has been acknowledged is there. */
const assertKept = async (
  server: TestPlatform,
  house: House,
  operation: NamedOperation,
  body: Fields,
  text: string,
): Promise<void> => {
  const record = JSON.parse(text) as Fields;
  if (!answersOtherwise.test(operation.name)) assertHas(record, operation, body);
  if (operation.status !== 201 && operation.method !== 'PUT') return;
  if (/^(auth|paymentMethods)\./.test(operation.name)) return;
  const again = await readAgain(server, house, operation, record['id']);
  assert.ok(again, 'it is not there');
  for (const [field, value] of Object.entries(again['id'] === record['id'] ? again : {})) {
    if (field in record) assert.deepEqual(record[field], value, field);
  }
};

/** What operations make, beside what the house has; first what belongs to what comes later. */
const made = [
  ...(['nfts', 'products', 'orders', 'characters', 'stories', 'scenes', 'media'] as const),
  ...(['tokens', 'apps', 'bots', 'messages'] as const),
  ...(['invoices', 'subscriptions', 'agent_turns', 'agent_logs', 'agents'] as const),
  ...(['api_tokens', 'projects'] as const),
];

/** Of what is left there, what would be no use to the operations that come after. */
const used = ['agents', 'subscriptions'] as const;

/**
 * Remembers what there is, to take away what has come since, because digests take longer of more; and
 * to put back what has been used up.
 */
export const tidier = async ({ store }: TestPlatform) => {
  const { db } = store;
  const ids = new Map(
    await Promise.all(
      made.map(async (table) => {
        const rows = await db.selectFrom(table).select('id').execute();
        // PostgreSQL has no empty lists.
        return [table, ['', ...rows.map(({ id }) => id)]] as const;
      }),
    ),
  );
  const before = await Promise.all(
    used.map(async (table) => [table, await db.selectFrom(table).selectAll().execute()] as const),
  );
  return async (): Promise<void> => {
    for (const [table, kept] of ids) {
      await db.deleteFrom(table).where('id', 'not in', kept).execute();
    }
    for (const [table, rows] of before) {
      for (const row of rows) {
        await db
          .insertInto(table)
          .values(row)
          .onConflict((it) => it.column('id').doUpdateSet(row))
          .execute();
      }
    }
  };
};

/** Sends wishes one after the other, and makes sure that each is done as a whole or not at all. */
export const watch = (server: TestPlatform, house: House) => {
  let digest: string | undefined;

  /**
   * What is done is told, and read again as it was told; what is refused is told with the words of an
   * error, and nothing has changed.
   *
   * @returns the status
   */
  const check = async (operation: NamedOperation, wish: Wish, twist?: Twist): Promise<number> => {
    const before = digest ?? (await digestOf(server));
    const answer = await callRightfully(server, house, operation, wish, twist);
    digest = await digestOf(server);
    const { status, text } = answer;
    const title = () =>
      `${operation.name} ${JSON.stringify(wish).slice(0, 1000)} ${JSON.stringify(twist ?? {}).slice(0, 500)}: ${status} ${text.slice(0, 500)}`;
    try {
      if (status >= 400) {
        assert.ok(status < 500);
        assertRefusal(answer, status, 'refusal');
      } else {
        assert.equal(status, operation.status ?? 200);
        if (isWriting(operation) && operation.answer === 'json') {
          const body = typeof twist?.body === 'string' ? JSON.parse(twist.body) : wish.body;
          await assertKept(server, house, operation, (body ?? {}) as Fields, text);
        }
      }
      if (status >= 400 || operation.method === 'GET') assert.equal(digest, before, 'a change');
    } catch (cause) {
      throw new Error(title(), { cause });
    }
    return status;
  };

  return {
    check,
    /** To be called after something else has changed something. */
    forget: (): void => {
      digest = undefined;
    },
  };
};
