import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { createPerson, password, startForPeople } from './people.ts';
import type { TestPlatform } from './support.ts';

const wrong = 'not the password at all';

describe('Logging in', () => {
  let time = Date.UTC(2030, 0, 1);
  let server: TestPlatform;
  before(async () => {
    server = await startForPeople({ env: { FAE_TRUST_PROXY: 'loopback' } }, { now: () => time });
    await createPerson(server).register('ada@example.com');
  });
  after(() => server.close());

  const attempt = (email: string, given: string, address: string) =>
    server.call(
      'POST',
      '/api/auth/login',
      { email, password: given },
      { 'X-Forwarded-For': address },
    );

  test('tells nothing about whether there is such an account', async () => {
    const [known, unknown] = [
      await attempt('ada@example.com', wrong, '192.0.2.1'),
      await attempt('nobody@example.com', wrong, '192.0.2.1'),
    ];
    assert.equal(known.status, 401);
    assert.equal(unknown.status, 401);
    assert.deepEqual(await known.json(), await unknown.json());
    assert.equal(known.headers.getSetCookie().length, 0);
  });

  for (const email of ['ada@example.com', 'nobody@example.com']) {
    test(`of ${email} is limited for an address, and goes on elsewhere and later`, async () => {
      time += 60 * 60 * 1000;
      const statuses: number[] = [];
      for (let round = 0; round < 12; round += 1) {
        const response = await attempt(email, wrong, '198.51.100.7');
        statuses.push(response.status);
        if (response.status === 429) {
          assert.match(response.headers.get('Retry-After') ?? '', /^\d+$/);
          assert.equal(((await response.json()) as { code: string }).code, 'rate_limited');
        } else await response.text();
      }
      assert.deepEqual(statuses, [...Array<number>(10).fill(401), 429, 429]);
      const right = await attempt(email, password, '198.51.100.7');
      assert.equal(right.status, 429, 'even with the right password');
      const elsewhere = await attempt(email, password, '198.51.100.8');
      assert.equal(elsewhere.status, email.startsWith('ada') ? 200 : 401);
      time += 15 * 60 * 1000;
      const later = await attempt(email, wrong, '198.51.100.7');
      assert.equal(later.status, 401);
    });
  }

  test('is limited for an account from many addresses', async () => {
    time += 60 * 60 * 1000;
    const addresses = Array.from({ length: 101 }, (_, index) => `203.0.113.${index}`);
    const statuses: number[] = [];
    for (const address of addresses) {
      statuses.push((await attempt('nobody@example.com', wrong, address)).status);
    }
    assert.deepEqual(statuses, [...Array<number>(100).fill(401), 429]);
  });

  test('is limited for an address that tries many accounts', async () => {
    time += 60 * 60 * 1000;
    const statuses = new Set<number>();
    for (let round = 0; round < 101; round += 1) {
      const { status } = await attempt(`n${round}@example.com`, wrong, '2001:db8::1');
      if (round === 100) assert.equal(status, 429);
      else statuses.add(status);
    }
    assert.deepEqual([...statuses], [401]);
    const sameCustomer = await attempt('m@example.com', wrong, '2001:db8::2');
    assert.equal(sameCustomer.status, 429, 'a customer is given a whole /64');
  });

  test('counts anew after it went well', async () => {
    time += 60 * 60 * 1000;
    for (let round = 0; round < 25; round += 1) {
      const given = round % 5 === 4 ? password : wrong;
      const { status } = await attempt('ada@example.com', given, '198.51.100.99');
      assert.equal(status, given === password ? 200 : 401);
    }
  });
});
