import assert from 'node:assert/strict';
import { once } from 'node:events';
import test, { after, before, describe } from 'node:test';
import { startUpstream, type Upstream } from '../runtimes/upstream.ts';
import { ask, open, shop } from '../runtimes/visitor.ts';
import { startCommand } from '../support/command.ts';
import { startCaddy, startNginx, type Front } from './front.ts';
import { assertServes, assertServesScripts, settings } from './project.ts';

const requestsPerMinute = 20;

const describeFront = (name: string, start: (proxy: string) => Promise<Front>): void => {
  describe(`deploy/${name} in front of the proxy`, () => {
    let upstream: Upstream;
    let proxy: Awaited<ReturnType<typeof startCommand>>;
    let front: Front;
    before(async () => {
      upstream = await startUpstream();
      proxy = await startCommand(['proxy'], {
        env: {
          ...settings(upstream),
          FAE_PUBLIC_URL: 'https://shop.example',
          FAE_TRUST_PROXY: 'loopback',
          FAE_LIMITS: `requests=${requestsPerMinute}`,
          FAE_DRAIN: '0',
        },
      });
      const [, port = ''] = /^listening on http:\/\/\S+:(\d+)$/m.exec(proxy.output()) ?? [];
      front = await start(`127.0.0.1:${port}`);
    });
    after(async () => {
      await Promise.all([front.stop(), proxy.stop(), upstream.stop()]);
    });

    test('reads and scripts come through', async () => {
      await assertServes(front.url);
      await assertServesScripts(front.url);
    });

    test('speech comes as it is spoken', async () => {
      const message = await open(front.url, { path: '/fae/tts', json: { text: 'through' } });
      const chunks: Buffer[] = [];
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      await once(message, 'data');
      upstream.finishSpeech('through');
      await once(message, 'end');
      assert.equal(Buffer.concat(chunks).toString(), 'firstlast');
    });

    test('a visitor who leaves ends the call', async () => {
      const leaving = new AbortController();
      const message = await open(front.url, {
        path: '/fae/tts',
        json: { text: 'abandoned' },
        signal: leaving.signal,
      });
      message.on('error', () => undefined);
      await once(message, 'data');
      const { socket } = await upstream.requestWith('abandoned');
      const closed = once(socket, 'close', { signal: AbortSignal.timeout(1_000) });
      leaving.abort();
      if (!socket.destroyed) await closed;
    });

    test('each visitor is counted, whatever address they claim', async () => {
      const from = (address: string, claimed: string) =>
        ask(front.url, {
          path: '/fae/public/nfts',
          from: address,
          headers: { 'X-Forwarded-For': claimed },
        });
      const statuses: number[] = [];
      for (let number = 0; number <= requestsPerMinute; number += 1) {
        statuses.push((await from('127.0.0.2', `203.0.113.${number}`)).status);
      }
      assert.deepEqual(new Set(statuses.slice(0, -1)), new Set([200]));
      assert.equal(statuses.at(-1), 429);
      assert.equal((await from('127.0.0.3', '127.0.0.2')).status, 200);
    });

    test('what is too large is refused', async () => {
      const body = JSON.stringify({ text: 'x'.repeat(3 * 1024 * 1024) });
      const headers = { Origin: shop, 'Content-Type': 'application/json' };
      const answer = await ask(front.url, { path: '/fae/tts', body, headers });
      assert.equal(answer.status, 413);
    });
  });
};

describeFront('nginx', startNginx);
describeFront('caddy', startCaddy);
