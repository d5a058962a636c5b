/** What the document of the Fleek API promises, asked of the platform as it is written there. */
import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { safeParse } from 'valibot';
import { schemasOf } from '../../src/api/all.schemas.ts';
import { namedOperations, type NamedOperation } from '../../src/api/operations.ts';
import { createClient } from '../../src/client/index.ts';
import { priorities, writeLog } from '../../src/platform/store/agent-logs.ts';
import { without } from '../platform/bad-input/badness.ts';
import { callRightfully } from '../platform/bad-input/calls.ts';
import { buildHouse, type House } from '../platform/bad-input/house.ts';
import { character, plan } from '../platform/bad-input/project.ts';
import { requests, type Wish } from '../platform/bad-input/requests.ts';
import { startTown, type Town } from '../platform/bad-input/town.ts';
import {
  documented,
  itemFields,
  projectId,
  type AnswerType,
  type Documented,
  type Field,
} from './documented-fleek.ts';
import { methodOf } from './support.ts';

type Fields = Readonly<Record<string, unknown>>;

let town: Town;
let house: House;

const log = async ({ things }: House, ...messages: readonly string[]): Promise<void> => {
  for (const message of messages) {
    await writeLog(town.server.store, things.agent, priorities.info, message);
  }
};

before(async () => {
  town = await startTown();
  house = await buildHouse(town);
  await log(house, 'One.', 'Two.', 'Three.');
});
after(() => town.close());

const operationOf = (it: Documented): NamedOperation => {
  const found = namedOperations.find(({ name }) => name === it.name);
  assert.ok(found, it.name);
  return found;
};

/** The document's placeholders, filled in. */
const valueOf = ({ name, example }: Field): unknown => {
  if (example === projectId) return house.things.project;
  if (name === 'product') return { ...(example as object), id: plan };
  return name === 'config' || name === 'characterFile' ? character : example;
};

/** A cursor is what a page before has said. */
const isGiven = ({ name }: Field): boolean => name !== 'cursor';

const valuesOf = (fields: readonly Field[] = []): Fields =>
  Object.fromEntries(fields.filter(isGiven).map((field) => [field.name, valueOf(field)]));

/** What is asked for, with the fields that are given. */
const wishOf = (it: Documented, body: readonly Field[] | undefined, place = house): Wish => {
  const { params } = requests[operationOf(it).name](place.things);
  return {
    ...(params && { params }),
    query: valuesOf(it.query) as Record<string, string>,
    ...(body && { body: valuesOf(body) }),
  };
};

const kindOf = (value: unknown): AnswerType | 'null' => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : (typeof value as AnswerType);
};

const assertFields = (record: Fields, fields: Readonly<Record<string, AnswerType>>): void => {
  for (const [name, type] of Object.entries(fields)) {
    const kind = kindOf(record[name]);
    assert.ok(
      type === kind || type === `${kind}?` || (type.endsWith('?') && kind === 'null'),
      name,
    );
  }
};

const assertPromised = (it: Documented, { status, text }: { status: number; text: string }) => {
  assert.equal(status, it.status, text);
  if (it.answers === 'bytes') return;
  const answer = JSON.parse(text) as Fields;
  assert.equal(Array.isArray(answer), it.answers === 'list', text);
  for (const way of it.ways ?? []) assert.match(kindOf(answer[way]), /^(string|null)$/, way);
  const records = [it.answers === 'page' ? answer['data'] : answer].flat() as Fields[];
  assert.ok(records.length > 0, 'there is none');
  for (const record of records) {
    assertFields(record, it.fields ?? {});
    for (const item of (record['items'] ?? []) as Fields[]) assertFields(item, itemFields);
  }
};

const inOrder = documented.toSorted(
  (one, other) => Number(one.method === 'DELETE') - Number(other.method === 'DELETE'),
);

test('A page says where the one after it is', async () => {
  const { server } = town;
  const path = `/api/v1/ai-agents/${house.things.agent}/logs`;
  const headers = await house.headersOf('the key', 'fleek');
  const ask = async (address: string) => {
    const { pathname, search, origin } = new URL(address, server.origin);
    assert.equal(origin, server.origin);
    return server.json(200, 'GET', pathname + search, undefined, headers);
  };
  const messages: unknown[] = [];
  let next: unknown = `${path}?size=1`;
  while (typeof next === 'string') {
    const page = await ask(next);
    messages.push(...(page['data'] as Fields[]).map(({ message }) => message));
    next = page['next_page'];
  }
  assert.deepEqual(messages, ['Three.', 'Two.', 'One.']);
});

describe('The platform answers', () => {
  for (const it of inOrder) {
    const ask = (body: readonly Field[] | undefined) =>
      callRightfully(town.server, house, operationOf(it), wishOf(it, body));
    const required = it.body?.filter((field) => field.required);
    if (required && required.length < (it.body?.length ?? 0)) {
      test(`${it.method} ${it.path} with nothing but what is required`, async () => {
        assertPromised(it, await ask(required));
      });
    }
    test(`${it.method} ${it.path}`, async () => {
      assertPromised(it, await ask(it.body));
    });
  }
});

describe('The client reads from the platform', () => {
  let other: House;
  before(async () => {
    other = await buildHouse(town);
    await log(other, 'One.');
  });

  for (const it of inOrder) {
    test(it.name, async () => {
      const client = createClient({
        fleek: {
          url: `${town.server.origin}/api`,
          key: other.keys.fleek,
          project: other.things.project,
        },
      });
      const { params, query, body } = wishOf(it, it.body, other);
      const key = params?.['key'] === undefined ? {} : { key: [params['key']] };
      const rest = without({ ...params, ...key, ...query, ...body }, 'projectId');
      const answer = await methodOf(client, it.name)(rest);
      if (it.answers === 'bytes') {
        const { size } = await (answer as { blob: () => Promise<Blob> }).blob();
        assert.ok(size > 0);
        return;
      }
      const schema = schemasOf(operationOf(it).name).answer;
      assert.ok(schema && safeParse(schema, answer).success, JSON.stringify(answer));
      const records = it.answers === 'page' ? (answer as { data: unknown[] }).data : [answer];
      assert.ok(records.flat().length > 0, 'there is none');
    });
  }
});
