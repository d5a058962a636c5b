import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { checkoutUrl } from '../upstream.ts';
import { checkout, checkoutsPerVisitor, type Stage } from './stage.ts';

/** What visitors post, and how much of it. */
export const describeCheckouts = ({ runtime, upstream, get, unseen }: Stage): void => {
  describe('a checkout', () => {
    test('arrives once, as it was sent', async () => {
      const { path, json } = checkout('whole');
      const answer = await get({ path, json: { ...json, discount: 100 } });
      assert.equal(answer.status, 200);
      assert.deepEqual(JSON.parse(answer.body), { url: checkoutUrl });
      assert.equal(typeof answer.headers['fae-visitor'], 'string');
      const arrived = upstream().received.filter(({ body }) => body.includes('whole'));
      assert.equal(arrived.length, 1);
      assert.deepEqual(JSON.parse(arrived[0]?.body ?? ''), json);
    });

    test('arrives without a length, too', async () => {
      const { path, json } = checkout('pieces');
      assert.equal((await get({ path, json, chunked: true })).status, 200);
      assert.deepEqual(JSON.parse((await upstream().requestWith('pieces')).body), json);
    });

    test('is refused above 64 kB, with a length or without', async () => {
      for (const chunked of [false, true]) {
        const { path, json } = checkout('huge');
        const huge = { ...json, filling: 'x'.repeat(65_536) };
        const answer = await unseen({ path, json: huge, chunked });
        assert.equal(answer.status, 413, `chunked: ${chunked}`);
      }
    });

    test('is refused as a form', async () => {
      const answer = await unseen({
        path: checkout('form').path,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: 'productId=1',
      });
      assert.equal(answer.status, 415);
    });

    test('is counted per address, whatever a visitor claims his to be', async () => {
      const buy = (address: string, claimed: string) =>
        get({
          ...checkout('limit'),
          ...(runtime.front
            ? { headers: runtime.front(address) }
            : { from: address, headers: { 'X-Forwarded-For': claimed } }),
        });
      for (let count = 0; count < checkoutsPerVisitor; count += 1) {
        assert.equal((await buy('127.0.0.2', `203.0.113.${count}`)).status, 200);
      }
      assert.equal((await buy('127.0.0.2', '203.0.113.99')).status, 429);
      assert.equal((await buy('127.0.0.3', '203.0.113.99')).status, 200);
    });
  });
};
