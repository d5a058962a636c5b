import assert from 'node:assert/strict';
import test, { describe, type TestContext } from 'node:test';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { jwt, type JwtOptions } from '../../src/proxy/jwt.ts';
import { asked, problemOf, proxyOf, serve, upstreamOf } from './harness.ts';

const issuer = 'https://issuer.example/';
const audience = 'https://shop.example/admin';
const claims = { iss: issuer, aud: audience, sub: 'ada' };
const hour = 3_600;

const keyPair = async (kid: string, alg = 'RS256') => {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
  const sign = (payload: Readonly<Record<string, unknown>> = claims, name: string | null = kid) =>
    new SignJWT({ exp: Math.floor(Date.now() / 1000) + hour, ...payload })
      .setProtectedHeader({ alg, ...(name !== null && { kid: name }) })
      .sign(privateKey);
  return { jwk, sign, publicKey };
};

const [first, second] = await Promise.all([keyPair('first'), keyPair('second', 'ES256')]);

/** An issuer whose key set can be changed, and be down. */
const issued = async (t: TestContext, options: Partial<JwtOptions> = {}) => {
  let keys: readonly object[] = [first.jwk];
  let status = 200;
  const server = await serve(t, (_, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(status === 200 ? JSON.stringify({ keys }) : '<html>');
  });
  const hook = jwt({ jwks: `${server.url}/jwks.json`, issuer, audience, ...options });
  const proxy = proxyOf(upstreamOf(() => Response.json([])).fetch, { authorize: hook });
  const list = async (token: string | undefined) => {
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    const response = await proxy.fetch(asked({ path: '/nfts', headers }));
    return response.status === 200
      ? '200'
      : `${response.status} ${String((await problemOf(response)).code)}`;
  };
  return {
    list,
    received: server.received,
    publish: (...next: readonly object[]) => {
      keys = next;
    },
    fail: (next: number) => {
      status = next;
    },
  };
};

const refused = '403 forbidden';
const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

const encoded = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a JSON Web Token', () => {
  test('of the issuer, for this audience, opens the operator operations', async (t) => {
    const { list } = await issued(t);
    assert.equal(await list(await first.sign()), '200');
    assert.equal(await list(await first.sign({ ...claims, aud: ['other', audience] })), '200');
  });

  test('may be signed by any key of the set', async (t) => {
    const { list, publish } = await issued(t);
    publish(first.jwk, second.jwk);
    assert.equal(await list(await second.sign()), '200');
  });

  const bad: Readonly<Record<string, () => string | undefined | Promise<string>>> = {
    'that is missing': () => undefined,
    'that is none': () => 'x'.repeat(40),
    'that has expired': () => first.sign({ ...claims, exp: inSeconds(-31) }),
    'that never expires': () => first.sign({ ...claims, exp: undefined }),
    'that is not good yet': () => first.sign({ ...claims, nbf: inSeconds(hour) }),
    'of another issuer': () => first.sign({ ...claims, iss: 'https://evil.example/' }),
    'of no issuer': () => first.sign({ aud: audience }),
    'for another audience': () => first.sign({ ...claims, aud: 'other' }),
    'for no audience': () => first.sign({ iss: issuer }),
    'signed by a key that is not in the set': () => second.sign(claims, 'first'),
    'signed with none': () =>
      `${encoded({ alg: 'none' })}.${encoded({ ...claims, exp: inSeconds(hour) })}.`,
    'signed with the public key as a secret': async () => {
      const secret = new TextEncoder().encode(await exportSPKI(first.publicKey));
      return new SignJWT({ ...claims, exp: inSeconds(hour) })
        .setProtectedHeader({ alg: 'HS256', kid: 'first' })
        .sign(secret);
    },
    'whose claims were changed': async () => {
      const [header, , signature] = (await first.sign()).split('.');
      return [header, encoded({ ...claims, exp: inSeconds(9 * hour) }), signature].join('.');
    },
  };
  for (const [name, make] of Object.entries(bad)) {
    test(`${name} opens nothing`, async (t) => {
      const { list } = await issued(t);
      assert.equal(await list(await make()), refused);
    });
  }

  test('may be half a minute late, as clocks are', async (t) => {
    const { list } = await issued(t);
    assert.equal(await list(await first.sign({ ...claims, exp: inSeconds(-20) })), '200');
  });

  test('without a key’s name opens nothing where several keys could be meant', async (t) => {
    const { list, publish } = await issued(t);
    const twin = await keyPair('twin');
    publish(first.jwk, twin.jwk);
    assert.equal(await list(await first.sign(claims, null)), refused);
  });

  test('of an algorithm that the owner does not accept opens nothing', async (t) => {
    const { list, publish } = await issued(t, { algorithms: ['ES256'] });
    publish(first.jwk, second.jwk);
    assert.equal(await list(await first.sign()), refused);
    assert.equal(await list(await second.sign()), '200');
  });
});

describe('the key set', () => {
  test('is fetched once for many tokens, and never without one', async (t) => {
    const { list, received } = await issued(t);
    await list(undefined);
    assert.equal(received.length, 0);
    for (let time = 0; time < 5; time += 1) await list(await first.sign());
    assert.equal(received.length, 1);
  });

  test('is fetched again for a key that it does not have, but not for every stranger', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
    const { list, publish, received } = await issued(t);
    assert.equal(await list(await first.sign()), '200');
    publish(second.jwk);
    for (let time = 0; time < 20; time += 1) assert.equal(await list(await second.sign()), refused);
    assert.equal(received.length, 1);
    t.mock.timers.tick(31_000);
    assert.equal(await list(await second.sign()), '200');
    assert.equal(await list(await first.sign()), refused);
    assert.equal(received.length, 2);
  });

  test('that is down is no refusal, and is asked again', async (t) => {
    const { list, fail } = await issued(t);
    const token = await first.sign();
    fail(500);
    assert.equal(await list(token), '503 unavailable');
    fail(404);
    assert.equal(await list(token), '503 unavailable');
    fail(200);
    assert.equal(await list(token), '200');
  });

  test('that is none is no refusal either', async (t) => {
    const { list, publish } = await issued(t);
    publish(null as never);
    assert.equal(await list(await first.sign()), '503 unavailable');
  });

  test('is read from an https address, or from this machine', () => {
    const at = (jwks: string) => () => jwt({ jwks, issuer, audience });
    for (const jwks of ['http://issuer.example/jwks', 'ftp://issuer.example', 'jwks.json', '']) {
      assert.throws(at(jwks), TypeError, jwks);
    }
    for (const jwks of ['https://issuer.example/jwks', 'http://localhost:1/', 'http://[::1]:1/']) {
      assert.doesNotThrow(at(jwks), jwks);
    }
  });
});

test('issuer and audience must be named', () => {
  const jwks = 'https://issuer.example/jwks';
  assert.throws(() => jwt({ jwks, issuer: '', audience }), TypeError);
  assert.throws(() => jwt({ jwks, issuer, audience: '' }), TypeError);
});

test('the owner decides what a token allows, by its claims and the operation', async (t) => {
  const seen: unknown[] = [];
  const { list } = await issued(t, {
    allows: async ({ sub }, operation) => {
      seen.push(operation.name);
      return sub === 'ada';
    },
  });
  assert.equal(await list(await first.sign()), '200');
  assert.equal(await list(await first.sign({ ...claims, sub: 'bob' })), refused);
  assert.equal(await list(await first.sign({ ...claims, iss: 'other' })), refused);
  assert.deepEqual(seen, ['nfts.list', 'nfts.list']);
});
