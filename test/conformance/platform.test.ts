/** What the document of the API promises, asked of the platform as it is written there. */
import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { namedOperations } from '../../src/api/operations.ts';
import type { SpeechRequest } from '../../src/platform/engines/speech-engine.ts';
import { call, rightful } from '../platform/bad-input/calls.ts';
import { buildHouse, type House } from '../platform/bad-input/house.ts';
import { requests } from '../platform/bad-input/requests.ts';
import { startTown, type Town } from '../platform/bad-input/town.ts';
import { expanded, id, type Documented, type Field } from './documented.ts';

const templates = fileURLToPath(new URL('../../src/platform/sample/templates', import.meta.url));

const spoken: Pick<SpeechRequest, 'text' | 'voice' | 'speed'>[] = [];
const voice = { id: 'af_heart', label: 'Heart (US Female)' };
const speech = {
  status: async () => ({ available: true, state: 'ready' as const, voices: [voice] }),
  speak: async ({ text, voice, speed }: SpeechRequest) => {
    spoken.push({ text, voice, speed });
    return new Uint8Array(44);
  },
  close: async () => undefined,
};

let town: Town;
let house: House;
before(async () => {
  town = await startTown({ templates, services: { speech } });
  house = await buildHouse(town);
});
after(() => town.close());

/** The document's placeholders, filled in. */
const valueOf = ({ name, example }: Field): unknown => {
  if (example !== id) return example;
  const { workspace, product, character } = house.things;
  return { productId: product, characterId: character }[name] ?? workspace;
};

const valuesOf = (fields: readonly Field[] = []): Record<string, never> =>
  Object.fromEntries(fields.map((field) => [field.name, valueOf(field)])) as never;

/** Asks for it with the fields that are given. */
const ask = async (it: Documented, fields: readonly Field[] | undefined) => {
  const operation = namedOperations.find(({ name }) => name === it.name);
  assert.ok(operation, it.name);
  const { params, body, form } = requests[operation.name](house.things);
  const isForm = form !== undefined;
  const values = valuesOf(fields);
  const wish = {
    ...(params && { params }),
    query: valuesOf(it.query),
    // Where the document names no fields, any will do.
    ...(it.body && { [isForm ? 'form' : 'body']: it.body.length > 0 ? values : (body ?? {}) }),
  };
  return call(
    town.server,
    operation,
    wish,
    await house.headersOf(rightful(operation), operation.api),
  );
};

const typeOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value);

const assertPromised = (it: Documented, { status, text }: { status: number; text: string }) => {
  assert.equal(status, it.status, text);
  if (it.answers === 'bytes') return;
  const answer = JSON.parse(text) as Record<string, unknown>;
  assert.equal(Array.isArray(answer), it.answers === 'list');
  for (const [name, type] of Object.entries(it.has ?? {})) {
    assert.equal(typeOf(answer[name]), type, name);
  }
  for (const [name, value] of Object.entries(it.is ?? {})) assert.deepEqual(answer[name], value);
  const isRecord = it.status === 201 && it.body?.every(({ type }) => type !== 'file');
  if (isRecord) assert.match(String(answer['id'] ?? answer['_id']), /^[0-9a-f]{24}$/);
};

describe('The platform answers', () => {
  // What deletes comes last: the others are about what there is.
  const inOrder = expanded.toSorted(
    (one, other) => Number(one.method === 'DELETE') - Number(other.method === 'DELETE'),
  );
  for (const it of inOrder) {
    const required = it.body?.filter((field) => field.required);
    if (required && required.length < (it.body?.length ?? 0)) {
      test(`${it.method} ${it.path} with nothing but what is required`, async () => {
        assertPromised(it, await ask(it, required));
      });
    }
    test(`${it.method} ${it.path}`, async () => {
      assertPromised(it, await ask(it, it.body));
    });
  }
});

describe('What is not sent has the documented value:', () => {
  const documentedAs = (name: string): Documented => {
    const found = expanded.find((it) => it.name === name);
    assert.ok(found);
    return found;
  };
  const defaultsOf = ({ body = [] }: Documented) =>
    body.flatMap((field): (readonly [string, unknown])[] =>
      field.default === undefined ? [] : [[field.name, field.default]],
    );
  const required = ({ body }: Documented) => body?.filter((field) => field.required);

  test('of an NFT', async () => {
    const it = documentedAs('nfts.create');
    const answer = JSON.parse((await ask(it, required(it))).text) as Record<string, unknown>;
    assert.deepEqual(
      defaultsOf(it).map(([name]) => [name, answer[name]]),
      defaultsOf(it),
    );
  });

  test('of speech', async () => {
    const it = documentedAs('tts.speak');
    await ask(it, required(it));
    assert.deepEqual(spoken.at(-1), {
      text: 'Good morning.',
      ...(Object.fromEntries(defaultsOf(it)) as object),
    });
  });

  test('of nothing else', () => {
    const names = expanded.filter((it) => defaultsOf(it).length > 0).map(({ name }) => name);
    assert.deepEqual(names, ['nfts.create', 'tts.speak']);
  });
});
