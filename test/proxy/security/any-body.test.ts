/** Whatever body comes, it is answered or refused, and only what may be sent goes upstream. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import test from 'node:test';
import { accessOf, endpoint, id, shop, workspace } from '../harness.ts';
import { anyText, guarded, settings } from './arbitraries.ts';
import { everyOperation, order } from './support.ts';

/** JSON text of any value; JSON has no text for some numbers. */
const anyValue = fc
  .oneof(
    fc.jsonValue(),
    anyText,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom<unknown>(id, shop, `${shop}/x`, 1e308, -0, 2 ** 53 + 1, null, true, [], {}),
  )
  .map((value) => JSON.stringify(value));

/** Deeper than what comes after the parser would bear. */
const deep = fc
  .integer({ min: 50, max: 15_000 })
  .chain((depth) =>
    fc.constantFrom(
      '['.repeat(depth) + ']'.repeat(depth),
      '{"a":'.repeat(depth / 3) + '1' + '}'.repeat(depth / 3),
    ),
  );

const hugeNumbers = fc.constantFrom('1e999', '-1e999', '9'.repeat(1_000), '1e-999');

const fieldName = fc
  .oneof(
    fc.constantFrom('productId', 'successUrl', 'cancelUrl', 'customerEmail', 'ref', 'quantity'),
    fc.constantFrom('characterId', 'text', 'conversationId', 'voice', 'speed', 'model', 'name'),
    fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'),
    anyText,
  )
  .map((name) => JSON.stringify(name));

/** A member of an object as JSON text. */
const member = fc
  .tuple(fieldName, fc.oneof({ weight: 8, arbitrary: anyValue }, deep, hugeNumbers))
  .map(([name, value]) => `${name}:${value}`);

/** What the operations need, each as JSON text. */
const needed = Object.entries({ text: 'Hello', characterId: id, ...order }).map(
  ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
);

/** Objects with known and unknown members in any order, some of them twice, some of them missing. */
const almost = fc
  .array(member, { maxLength: 6 })
  .chain((extra) => fc.shuffledSubarray([...needed, ...extra], { minLength: 3 }))
  .map((members) => `{${members.join()}}`);

const anything = fc.oneof(
  anyText,
  fc.json(),
  deep,
  fc.constantFrom(
    '',
    '\ufeff{}',
    '{}}',
    '"',
    'NaN',
    '[]',
    'null',
    '{"text":"\\ud800"}',
    '{"a":1,}',
  ),
);

test('any body: an answer or a refusal, and only the fields of the visitor view go upstream', async () => {
  const { ask, assertTelling } = guarded();
  const posts = everyOperation.filter(({ operation }) => operation.visitor && operation.body);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...posts),
      fc.oneof({ weight: 3, arbitrary: almost }, anything),
      async ({ operation, path, init }, body) => {
        const sent = await ask(new Request(endpoint + path, { ...init, body }));
        const own = operation.workspace?.as;
        const ids = Object.keys(operation.visitor?.ids ?? {});
        const known = [...(operation.visitor?.sends ?? []), ...ids, own];
        for (const { body: arrived = '' } of sent) {
          const members = JSON.parse(arrived) as Record<string, unknown>;
          if (own !== undefined) assert.equal(members[own], workspace);
          for (const name of Object.keys(members)) assert.ok(known.includes(name), name);
          assert.ok(Object.values(members).every((value) => typeof value !== 'object'));
        }
      },
    ),
    settings(500),
  );
  assertTelling(0.1);
  assert.deepEqual(Object.keys(Object.prototype), []);
});

test('any body of an operator: the same, in the owner’s workspace or not at all', async () => {
  const { ask, assertTelling } = guarded();
  const posts = everyOperation.filter(
    ({ operation }) => operation.audience === 'operator' && operation.body === 'json',
  );
  const meddling = fc.constantFrom(
    ...['workspace', 'workspaceId', 'projectId'].map((name) => `"${name}":"another"`),
  );
  const body = fc
    .array(fc.oneof({ weight: 4, arbitrary: member }, meddling), { maxLength: 6 })
    .map((members) => `{${[...members, '"name":"A"', '"url":"https://x.test/a.glb"'].join()}}`);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...posts), body, async ({ operation, path, init }, text) => {
      const sent = await ask(new Request(endpoint + path, { ...init, body: text }));
      for (const { body: arrived = '' } of sent) {
        const members = JSON.parse(arrived) as Record<string, unknown>;
        const { workspace: place } = operation;
        if (place) assert.equal(members[place.as], accessOf(operation).workspace);
      }
    }),
    settings(300),
  );
  assertTelling(0.4);
  assert.deepEqual(Object.keys(Object.prototype), []);
});
