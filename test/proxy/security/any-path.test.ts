/** Whatever path is asked for, nothing but an operation’s own address is asked upstream. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import test from 'node:test';
import { namedOperations } from '../../../src/api/operations.ts';
import { accessOf, endpoint, filledIn, id, shop } from '../harness.ts';
import { anyText, guarded, settings } from './arbitraries.ts';
import { order } from './support.ts';

const trick = fc.constantFrom(
  ...[
    '..',
    '.',
    '',
    '//',
    '\\',
    '@evil.test',
    '.evil.test',
    'https://evil.test',
    ';',
    '#',
    '?',
    '%',
  ],
  ...[
    '%2e%2e',
    '%2f',
    '%5c',
    '%00',
    '%0d%0a',
    '%252e%252e%252f',
    '%c0%ae',
    '%E0%A4%A',
    '..;',
    '\t',
    '．．',
    '⁄',
  ],
);

const segment = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ maxLength: 20 }).map((text) => encodeURIComponent(text)),
  anyText,
  trick,
  fc.array(trick, { maxLength: 4 }).map((tricks) => tricks.join('')),
  fc.constantFrom(
    id,
    'public',
    'nfts',
    'models',
    'content',
    'payments',
    'embed',
    'product',
    'tts',
    '-',
    'health',
    '@1.0.0',
  ),
  fc.integer({ min: 200, max: 20_000 }).map((length) => 'a'.repeat(length)),
);

const anyMethod = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS');

const madeUp = fc.record({
  path: fc.array(segment, { maxLength: 8 }).map((segments) => `/${segments.join('/')}`),
  method: anyMethod,
});

/** An operation, perhaps with something else for its parameter, something behind it, or another method. */
const almost = fc.constantFrom(...namedOperations).chain(({ method, path }) =>
  fc.record({
    path: fc
      .tuple(
        fc.oneof(fc.constant(id), segment),
        fc.oneof(
          fc.constant(''),
          segment,
          segment.map((it) => `?${it}`),
        ),
      )
      .map(([parameter, rest]) => filledIn(path.replaceAll('{id}', () => parameter)) + rest),
    method: fc.oneof(fc.constant(method), anyMethod),
  }),
);

/** What may stand for a parameter, encoded. */
const shapeOf = (name: string): string => {
  if (name === 'agentId') return '[0-9a-f-]{36}';
  if (name === 'subscriptionId') return '\\w+';
  if (name === 'peerId') return '[^/?#]+';
  return name === '*key' ? '[^?#]+' : '[0-9a-fA-F]{24}';
};

const templates = namedOperations.map((operation) => ({
  operation,
  path: new RegExp(
    `^/api${operation.path.replace(/\{(\*?\w+)\}/g, (_, name: string) => shapeOf(name))}$`,
  ),
}));

test('any path: the upstream is asked for an operation below its base, or not at all', async () => {
  const { ask, assertTelling } = guarded();
  await fc.assert(
    fc.asyncProperty(fc.oneof(madeUp, almost, almost), async ({ path, method }) => {
      if (!URL.canParse(endpoint + path)) return;
      const json = { 'Content-Type': 'application/json', Origin: shop };
      const hasBody = method !== 'GET' && method !== 'HEAD';
      const body = hasBody
        ? { body: JSON.stringify({ ...order, name: 'A', url: 'https://x.test/a' }) }
        : {};
      const sent = await ask(new Request(endpoint + path, { method, headers: json, ...body }));
      assert.ok(sent.length <= 1);
      for (const { url, method: asked } of sent) {
        assert.equal(url.origin, 'http://upstream.test');
        const known = templates.find(
          ({ path: shape, operation }) =>
            shape.test(url.pathname) && (operation.method === asked || asked === 'HEAD'),
        );
        assert.ok(known, `${asked} ${url.href}`);
        assert.equal(url.hash, '');
        for (const [name, value] of url.searchParams) {
          const { workspace: place, query = [], forwards } = known.operation;
          const isOwn = name === place?.as && value === accessOf(known.operation).workspace;
          assert.ok(isOwn || query.includes(name) || forwards, url.search);
        }
      }
    }),
    settings(500),
  );
  assertTelling(0.1);
});
