/** What an attacker can send to any adapter: the classes that the transport may get wrong. */
import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { gzipSync } from 'node:zlib';
import { hostChoosers, lookalikes, oddPaths } from './attack-lists.ts';
import { hiddenPath, lastId, malformedFraming, openPath, wellFormedFraming } from './framing.ts';
import {
  chunked,
  headerOf,
  shop,
  statusesOf,
  written,
  writtenPost,
  type RawClient,
} from './raw-socket.ts';

/** A request as the upstream got it. */
export interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Attack {
  /** A sentence that begins with the number of its class. */
  readonly name: string;
  /** Attacks, and fails where that had any success. */
  readonly run: () => Promise<void>;
}

const checkoutPath = '/fae/payments/embed/checkout';
/** Products that nobody else asks for: a kept answer would hide what an attack does. */
const productId = (number: number): string =>
  `64b5f0c2a1d3e4f5a6b7d${String(number).padStart(3, '0')}`;
const productPath = (id: string): string => `/fae/payments/embed/product/${id}`;
const checkout = (more: object = {}): string =>
  JSON.stringify({
    productId: productId(0),
    successUrl: `${shop}/thanks`,
    cancelUrl: `${shop}/cart`,
    ...more,
  });

/** Some frameworks lead doubtful paths to tidy ones, of the same server. */
const leadsAway = (answer: string): boolean => {
  const location = headerOf(answer, 'Location');
  return location !== undefined && /evil/.test(new URL(location, 'http://localhost').host);
};

const assertRefused = (answer: string, what: string): void => {
  for (const status of statusesOf(answer)) assert.ok(status >= 300, `${what}: ${status}`);
  // Whoever names a host in the target may be led back to it: no browser does.
  if (!what.startsWith('http')) assert.ok(!leadsAway(answer), what);
};

/** Forms, and everything else that a browser sends across origins without asking first. */
const simpleTypes = [
  '',
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
];

/**
 * The attacks, for every adapter on which the operations `nfts.listPublic`, `payments.*`,
 * `models.content` and `tts.*` are exposed under `/fae` to the shop.
 *
 * @param request writes bytes to the adapter, as `socketClient` does
 * @param received what the upstream was asked for until now
 * @param options.key the API key, which the upstream must be sent whatever a visitor does
 * @param options.isStrict whether the runtime itself refuses what is malformed, as Node.js does; where it
 * does not, a strict server belongs in front
 */
export const transportAttacks = (
  request: RawClient,
  received: () => readonly Arrived[],
  { key, isStrict = true }: { readonly key: string; readonly isStrict?: boolean },
): readonly Attack[] => {
  /** What was sent upstream meanwhile. */
  const during = async (
    bytes: string,
    answers = 1,
  ): Promise<{ answer: string; arrived: readonly Arrived[] }> => {
    const before = received().length;
    const answer = await request(bytes, answers);
    const arrived = received()
      .slice(before)
      .map(({ method, url, headers, body }) => ({ method, url, headers, body }));
    return { answer, arrived };
  };
  const unseen = async (bytes: string, what: string): Promise<string> => {
    const { answer, arrived } = await during(bytes);
    assert.deepEqual(arrived, [], `${what} has reached the upstream`);
    return answer;
  };
  const refused = async (bytes: string, what: string): Promise<void> =>
    assertRefused(await unseen(bytes, what), what);
  const refusedAs = async (status: number, bytes: string, what: string): Promise<void> => {
    const answer = await unseen(bytes, what);
    assert.deepEqual(statusesOf(answer), [status], what);
  };
  /** A read that is meant, with whatever headers; nothing of them may arrive. */
  const readWith = async (
    number: number,
    headers: Readonly<Record<string, string>>,
    query = '',
  ) => {
    const path = productPath(productId(number));
    const { answer, arrived } = await during(written({ target: path + query, headers }));
    assert.deepEqual(statusesOf(answer), [200]);
    assert.equal(arrived.length, 1);
    const [only] = arrived;
    assert.equal(only?.method, 'GET');
    assert.equal(only.url, path.replace('/fae', '/api'));
    assert.equal(only.headers['x-api-key'], key);
    assert.doesNotMatch(JSON.stringify(only), /evil/);
    assert.doesNotMatch(answer, /evil/);
  };

  return [
    {
      name: 'V1 no path chooses the host that the key goes to',
      run: async () => {
        for (const target of hostChoosers) await refused(written({ target }), target);
      },
    },
    {
      name: 'V2 no header and no query chooses it either',
      run: () =>
        readWith(
          1,
          {
            Host: 'evil.test',
            'X-Forwarded-Host': 'evil.test',
            'X-Forwarded-Proto': 'evil',
            'X-Forwarded-Server': 'evil.test',
            Forwarded: 'host=evil.test;proto=https',
            'X-Target-Url': 'http://evil.test',
            'X-Fal-Target-Url': 'http://evil.test',
            'X-Portkey-Custom-Host': 'http://evil.test',
            'X-Original-Url': '/evil',
            'X-Rewrite-Url': '/evil',
            'X-Http-Method-Override': 'EVIL',
          },
          '?baseURL=http://evil.test&url=http://evil.test#evil',
        ),
    },
    {
      name: 'V3 no encoding makes another path of a parameter',
      run: async () => {
        for (const target of oddPaths) await refused(written({ target }), target);
      },
    },
    {
      name: 'V6 hop-by-hop games take no header away, and none of the visitor’s gets through',
      run: () =>
        readWith(2, {
          Connection: 'close, x-api-key, x-workspace-id, host',
          'Keep-Alive': 'timeout=evil',
          'Proxy-Authorization': 'Basic evil',
          'X-Api-Key': 'evil',
          'X-Workspace-Id': 'evil',
          Authorization: 'Bearer evil',
          Cookie: 'session=evil',
          Trailer: 'X-Evil',
          'X-Forwarded-For': '203.0.113.7, evil',
          Referer: `${shop}/evil`,
          'User-Agent': 'evil',
          'Accept-Language': 'evil',
          'If-None-Match': '"evil"',
          Range: 'bytes=0-1, 2-evil',
        }),
    },
    {
      name: 'V7 no request hides in the body of another, or in doubts about its length',
      run: async () => {
        const before = received().length;
        // All at once: a lenient server waits for more of some of them.
        const answers = Object.entries(malformedFraming).map(
          async ([what, bytes]) => [what, await request(bytes, 2)] as const,
        );
        for (const [what, answer] of await Promise.all(answers)) {
          // Whatever comes after the first refusal has to be one too.
          if (isStrict) assertRefused(answer, what);
        }
        const seen = received().slice(before);
        if (isStrict) assert.equal(seen.length, 0);
        // At worst it is a request that the visitor could have sent by itself.
        for (const { method, url, headers } of seen) {
          assert.deepEqual([method, headers['x-api-key']], ['GET', key]);
          assert.ok([openPath, hiddenPath].includes(url), url);
        }
        for (const [what, bytes] of Object.entries(wellFormedFraming)) {
          const { answer, arrived } = await during(bytes, 2);
          assert.ok(arrived.length <= 1, what);
          assert.ok(
            arrived.every((it) => it.url === openPath),
            what,
          );
          const [, last, ...more] = statusesOf(answer);
          if (!isStrict && last === undefined) continue;
          assert.deepEqual([last, ...more], [200], what);
          assert.match(answer.slice(answer.lastIndexOf('HTTP/1.1')), new RegExp(lastId), what);
        }
      },
    },
    {
      name: 'V8 no body is read beyond the limit, whatever its length claims, and none is unpacked',
      run: async () => {
        const long = checkout({ ref: 'x'.repeat(65_536) });
        const noLength = { 'Content-Length': '', 'Transfer-Encoding': 'chunked' };
        await refusedAs(413, writtenPost(checkoutPath, long), 'a long body');
        const pieces = written({
          method: 'POST',
          target: checkoutPath,
          headers: { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' },
          body: chunked(long),
        });
        await refusedAs(413, pieces, 'a long body in pieces');
        const brief = writtenPost(checkoutPath, checkout(), { 'Content-Length': '2' });
        await refused(brief, 'a body longer than it says');
        const zipped = gzipSync(checkout()).toString('latin1');
        const coded = { 'Content-Encoding': 'gzip', 'Content-Length': String(zipped.length) };
        await refusedAs(415, writtenPost(checkoutPath, zipped, coded), 'a packed body');
        const codedPieces = { ...coded, ...noLength };
        await refusedAs(
          415,
          writtenPost(checkoutPath, chunked(zipped), codedPieces),
          'a packed body in pieces',
        );
      },
    },
    {
      name: 'V11 no origin that merely looks like an allowed one is let in',
      run: async () => {
        const target = productPath(productId(3));
        for (const Origin of lookalikes) {
          for (const bytes of [
            written({ target, headers: { Origin } }),
            written({
              method: 'OPTIONS',
              target,
              headers: { Origin, 'Access-Control-Request-Method': 'GET' },
            }),
            writtenPost(checkoutPath, checkout(), { Origin }),
          ]) {
            const answer = await unseen(bytes, Origin);
            assert.deepEqual(statusesOf(answer), [403], Origin);
            assert.equal(headerOf(answer, 'Access-Control-Allow-Origin'), undefined, Origin);
          }
        }
      },
    },
    {
      name: 'V12 no foreign page causes anything that costs, nor does any form',
      run: async () => {
        const evil = { Origin: 'https://evil.test', 'Sec-Fetch-Site': 'cross-site' };
        for (const type of simpleTypes) {
          const form = { 'Content-Type': type };
          await refusedAs(403, writtenPost(checkoutPath, checkout(), { ...evil, ...form }), type);
          await refusedAs(415, writtenPost(checkoutPath, checkout(), form), type);
        }
        await refusedAs(403, writtenPost(checkoutPath, checkout(), evil), 'JSON');
        await refusedAs(403, writtenPost(checkoutPath, checkout(), { Origin: '' }), 'no origin');
        const image = { Origin: '', 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'image' };
        await refusedAs(405, written({ target: checkoutPath, headers: image }), 'an image');
      },
    },
    {
      name: 'V18 no line break gets into a header, and nothing of the visitor’s is reflected there',
      run: async () => {
        const target = productPath(productId(4));
        const ids = ['a%0d%0aSet-Cookie: evil=1', 'evil id', '<evil>', 'evil'.repeat(17)];
        for (const id of ids) {
          const { answer } = await during(written({ target, headers: { 'X-Request-Id': id } }));
          assert.match(headerOf(answer, 'X-Request-Id') ?? '', /^[\w-]{1,64}$/, id);
          assert.doesNotMatch(answer, /evil/, id);
        }
        for (const broken of ['a\rSet-Cookie: evil=1', 'a\nSet-Cookie: evil=1', 'a\0b']) {
          const bytes = written({ target, headers: { 'X-Request-Id': broken } });
          assert.doesNotMatch(await request(bytes), /^set-cookie/im);
        }
      },
    },
  ];
};
