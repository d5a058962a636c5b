/** What the properties are made of: random texts, and a proxy that has to bear them. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fleekKey, key, project, proxyOf, upstreamOf, workspace, type Sent } from '../harness.ts';
import { lists, oneForAll, plenty } from './support.ts';

/** Fixed, so that a failure can be had again; it is printed with one. */
export const settings = (numRuns: number) => ({ seed: 20_261_121, numRuns });

/** An upstream with which nothing is wrong. */
export const good = ({ url, method }: Sent): Response => {
  const path = url.pathname.replace('/api', '');
  const types: Readonly<Record<string, string>> = {
    '/tts': 'audio/wav',
    '/content': 'model/gltf-binary',
    '/attestation': 'application/octet-stream',
  };
  const [, type] = Object.entries(types).find(([ending]) => path.endsWith(ending)) ?? [];
  if (type) return new Response('bytes', { headers: { 'Content-Type': type } });
  if (method === 'GET' && lists.test(url.pathname)) return Response.json([]);
  return new Response(oneForAll, { headers: { 'Content-Type': 'application/json' } });
};

/** A proxy that must not break, with what it sends upstream. */
export const guarded = () => {
  const { fetch, calls } = upstreamOf(good);
  const proxy = proxyOf(fetch, { authorize: () => true, limits: plenty, cache: false });
  let asks = 0;
  /** What was sent upstream because of it; fails when the proxy broke. */
  const ask = async (request: Request): Promise<readonly Sent[]> => {
    const before = calls.length;
    asks += 1;
    const response = await proxy.fetch(request, { address: '203.0.113.7' });
    const text = await response.text();
    assert.ok(response.status < 500, `${response.status} ${text}`);
    for (const hidden of [key, workspace, fleekKey, project]) assert.ok(!text.includes(hidden));
    return calls.slice(before);
  };
  /** A property of what goes upstream says nothing where hardly anything does. */
  const assertTelling = (share: number): void => {
    assert.ok(calls.length >= share * asks, `${calls.length} of ${asks} went upstream`);
  };
  return { ask, assertTelling };
};

/** Any code units, in pairs that make a character and in those that do not. */
export const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units));

export const isHeader = (name: string, value: string): boolean => {
  try {
    return new Headers([[name, value]]).has(name);
  } catch {
    return false;
  }
};

/** What may be in a header at all: Latin-1 without control characters that end it. */
export const headerValue = fc
  .array(fc.integer({ min: 0, max: 255 }), { maxLength: 60 })
  .map((bytes) => String.fromCharCode(...bytes))
  .filter((value) => isHeader('X', value));

/** Values that are almost what some header should hold. */
export const nearly = fc.constantFrom(
  ...[
    'bytes=0-',
    'bytes=-1',
    'bytes=9-1',
    'bytes=0-1,2-3',
    `bytes=${'9'.repeat(30)}-`,
    '*',
    'W/"x"',
    '"',
  ],
  ...[
    'a.b',
    '.',
    'a.b.c',
    `${'A'.repeat(43)}.${'A'.repeat(43)}`,
    'e30.e30',
    '__proto__',
    '::1',
    '1.2.3.4, ::',
    ',',
  ],
  ...[
    'Bearer x',
    'Bearer ',
    'application/json; charset=x',
    'null',
    'https://shop.example',
    'Thu, 01 Jan 1970 00:00:00 GMT',
  ],
);
