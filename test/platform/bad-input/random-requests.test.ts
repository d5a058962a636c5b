/** Whatever is sent: never an error inside, never a record that is lost or half written. */
import test, { after, afterEach, before, beforeEach, describe } from 'node:test';
import fc from 'fast-check';
import { namedOperations, type NamedOperation } from '../../../src/api/operations.ts';
import { forgetTries, type Twist } from './calls.ts';
import { buildHouse } from './house.ts';
import { tidier, watch } from './kept.ts';
import { requests, type Wish } from './requests.ts';
import { startTown, type Town } from './town.ts';

/** The same every time; what fast-check prints on a failure finds the request again. */
const seed = 20260301;
const numRuns = 30;

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

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom('\0', '\uD800', '%00', '../..', '__proto__', '', ' ', '9'.repeat(400)),
);

const value = fc.oneof(
  text,
  fc.jsonValue({ noUnicodeString: false }),
  fc.double(),
  fc.maxSafeInteger(),
);

/** A valid body with one to three of its fields, or others, changed. */
const mutated = (body: Readonly<Record<string, unknown>>) => {
  const name = fc.oneof(fc.constantFrom('name', ...Object.keys(body)), text);
  const change = fc.tuple(name, fc.option(value, { nil: undefined }));
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) => ({ ...body, ...Object.fromEntries(changes) }));
};

const query = fc.array(fc.tuple(fc.oneof(fc.constantFrom('workspace', 'key', 'x'), text), text));

/** What an operation may be sent: its own wish gone wrong, some other body, any query. */
const wishes = ({ body, ...operation }: NamedOperation): fc.Arbitrary<readonly [Wish, Twist]> => {
  const wish = requests[operation.name](house.things);
  const pairs = Object.entries(wish.query ?? {});
  const search = fc
    .tuple(fc.boolean(), query)
    .map(([isOwn, more]) => `?${new URLSearchParams([...(isOwn ? pairs : []), ...more])}`);
  const plain = search.map((it) => [wish, { search: it }] as const);
  if (body === 'form') {
    const fields = fc.dictionary(fc.oneof(fc.constantFrom('name', 'filename', 'file'), text), text);
    const forms = fields.map((it) => [{ ...wish, form: { ...wish.form, ...it } }, {}] as const);
    const bytes = fc
      .uint8Array({ maxLength: 300 })
      .map((it) => [wish, { body: new Uint8Array(it) }] as const);
    return fc.oneof(plain, forms, bytes);
  }
  if (body !== 'json') return plain;
  const bodies = fc.oneof(
    { weight: 3, arbitrary: mutated(wish.body ?? {}) },
    { weight: 1, arbitrary: fc.dictionary(text, value) },
  );
  const texts = fc
    .oneof(
      text,
      fc.json(),
      value.map((it) => JSON.stringify(it)),
    )
    .map((it) => [wish, { body: it }] as const);
  return fc.oneof(
    { weight: 6, arbitrary: bodies.map((it) => [{ ...wish, body: it }, {}] as const) },
    { weight: 1, arbitrary: texts },
    { weight: 1, arbitrary: plain },
  );
};

/** What would take away what the next request is about. */
const takesAway = ({ method, name }: NamedOperation): boolean =>
  method === 'DELETE' || ['workspaces.regenerateKey', 'auth.resetPassword'].includes(name);

describe(`Random requests with the seed ${seed}:`, () => {
  for (const operation of namedOperations) {
    test(operation.name, async () => {
      const send = fc.asyncProperty(wishes(operation), async ([wish, twist]) => {
        await watching.check(operation, wish, twist);
      });
      const some = takesAway(operation) ? 5 : numRuns;
      await fc.assert(send, { seed, numRuns: some, endOnFailure: true });
    });
  }
});
