/** Values that are right by their type, and made to do harm: kept as they are, or refused. */
import test, { after, afterEach, before, beforeEach, describe } from 'node:test';
import { namedOperations } from '../../../src/api/operations.ts';
import { fieldsOf, kindsOf, type JsonKind } from './badness.ts';
import { forgetTries } from './calls.ts';
import { buildHouse } from './house.ts';
import { tidier, watch } from './kept.ts';
import { requests } from './requests.ts';
import { startTown, type Town } from './town.ts';

const values: Readonly<Partial<Record<JsonKind, readonly unknown[]>>> = {
  string: [
    '',
    ' ',
    'a\0b',
    '\uD800',
    'a\uDFFFb',
    '\u202Egnp.exe',
    '👩‍🚀 Ünïcödé 日本語',
    "'; drop table nfts; --",
    '<script>alert(1)</script>',
    '../../../etc/passwd',
    'javascript:alert(1)',
    '{{ $.constructor }}',
    'toString',
    'x'.repeat(10_000),
    'https://user:password@host.example/',
    '0123456789abcdef01234567',
  ],
  number: [-1, -0, 0, 0.1, 1e-320, 1e308, -1e308, 2 ** 53, 2 ** 63, 1001],
  boolean: [true, false],
  array: [[], [[]], Array.from({ length: 100 }, () => 'x'), ['a\0b', '\uD800'], [null]],
  object: [{}, { toString: 1, hasOwnProperty: 2, 'a\0b': '\0', '\uD800': 1 }],
};

/** Of an open body: names of fields that mean something elsewhere. */
const names = ['toString', 'toJSON', 'hasOwnProperty', 'then', 'length', 'a\0b', '\uD800', ''];

let town: Town;
let watching: ReturnType<typeof watch>;
let tidy: Awaited<ReturnType<typeof tidier>>;
let house: Awaited<ReturnType<typeof buildHouse>>;
before(async () => {
  town = await startTown();
  house = await buildHouse(town);
  watching = watch(town.server, house);
  tidy = await tidier(town.server);
});
after(() => town.close());
beforeEach(() => forgetTries(town.server));
afterEach(async () => {
  await tidy();
  watching.forget();
});

describe('Is done whole, or not at all, with any value:', () => {
  for (const operation of namedOperations) {
    if (operation.body !== 'json') continue;
    const { properties, isOpen } = fieldsOf(operation);
    test(operation.name, async () => {
      const { check } = watching;
      const wish = requests[operation.name](house.things);
      for (const [name, schema] of Object.entries(properties)) {
        for (const value of new Set(kindsOf(schema).flatMap((kind) => values[kind] ?? []))) {
          await check(operation, { ...wish, body: { ...wish.body, [name]: value } });
        }
        // Of whom everybody may try, only so many may.
        await forgetTries(town.server);
      }
      if (!isOpen) return;
      const all = Object.values(values).flat();
      await check(operation, { ...wish, body: { ...wish.body, unknown: all } });
      const odd = Object.fromEntries(names.map((name) => [name, 'kept']));
      await check(operation, { ...wish, body: { ...wish.body, ...odd } });
    });
  }
});
