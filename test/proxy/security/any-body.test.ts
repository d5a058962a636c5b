/** Whatever body comes, it is answered or refused, and only what may be sent goes upstream. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import test from 'node:test';
import { endpoint, id, shop, workspace } from '../harness.ts';
import { anyText, guarded, settings } from './arbitraries.ts';
import { everyOperation, order } from './support.ts';

const anyJson = fc.oneof(
  fc.jsonValue(),
  anyText,
  fc.double(),
  fc.constantFrom<unknown>(id, shop, `${shop}/x`, 1e308, -0, 2 ** 53 + 1, null, true, [], {}),
);

const fields = [
  ...[
    'productId',
    'successUrl',
    'cancelUrl',
    'customerEmail',
    'ref',
    'characterId',
    'text',
    'conversationId',
  ],
  ...[
    'voice',
    'speed',
    'model',
    'name',
    'quantity',
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
  ],
];

const good64 = { text: 'Hello', characterId: id, ...order };

/** JSON text with fields that are known, unknown, double, or on the prototype, in any order. */
const bodyText = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...fields), anyText), anyJson), { maxLength: 8 })
  .chain((extra) => {
    const members = Object.entries(good64).concat(extra as [string, never][]);
    return fc.shuffledSubarray(members, { minLength: 3 });
  })
  .map((members) => {
    const text = members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
    return `{${text.join()}}`;
  });

const notJson = fc.oneof(
  anyText,
  fc.json(),
  fc
    .integer({ min: 50, max: 5_000 })
    .map((depth) => `{"text":${'['.repeat(depth)}${']'.repeat(depth)}}`),
  fc
    .integer({ min: 50, max: 5_000 })
    .map((depth) => '{"text":'.repeat(depth) + '1' + '}'.repeat(depth)),
  fc.constantFrom(
    '{"speed":1e999}',
    `{"text":${'9'.repeat(1_000)}}`,
    '{"text":"\\ud800"}',
    '\ufeff{}',
    '{}}',
    '"',
    'NaN',
  ),
);

test('any body: an answer or a refusal, and only the fields of the visitor view go upstream', async () => {
  const { ask, assertTelling } = guarded();
  const posts = everyOperation.filter(({ operation }) => operation.visitor && operation.body);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...posts), fc.oneof(bodyText, notJson), async (it, body) => {
      const { operation, path, init } = it;
      const sent = await ask(new Request(endpoint + path, { ...init, body }));
      const own = operation.workspace?.as;
      for (const { body: arrived = '' } of sent) {
        const { ...members } = JSON.parse(arrived) as Record<string, unknown>;
        if (own !== undefined) assert.equal(members[own], workspace);
        const known = [...(operation.visitor?.sends ?? []), own];
        for (const name of Object.keys(members)) assert.ok(known.includes(name), name);
        assert.ok(Object.values(members).every((value) => typeof value !== 'object'));
      }
    }),
    settings(500),
  );
  assertTelling(0.1);
  assert.deepEqual(Object.keys(Object.prototype), []);
});

test('any body of an operator: an answer or a refusal, with the owner’s workspace whatever it says', async () => {
  const { ask, assertTelling } = guarded();
  const posts = everyOperation.filter(
    ({ operation }) => operation.audience === 'operator' && operation.body,
  );
  const names = fc.oneof(fc.constantFrom(...fields, 'workspace', 'workspaceId'), anyText);
  const body = fc.array(fc.tuple(names, anyJson), { maxLength: 8 }).map((members) => {
    const text = members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
    return `{"name":"A","url":"https://x.test/a.glb"${text.map((it) => `,${it}`).join('')}}`;
  });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...posts), body, async ({ operation, path, init }, text) => {
      const sent = await ask(new Request(endpoint + path, { ...init, body: text }));
      for (const { body: arrived = '' } of sent) {
        const members = JSON.parse(arrived) as Record<string, unknown>;
        if (operation.workspace) assert.equal(members['workspace'], workspace);
      }
    }),
    settings(200),
  );
  assertTelling(0.9);
  assert.deepEqual(Object.keys(Object.prototype), []);
});
