import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import test, { after, before, describe } from 'node:test';
import { startUpstream, type Upstream } from '../runtimes/upstream.ts';
import { ask, open, shop } from '../runtimes/visitor.ts';
import { runCommand, startCommand, temporaryFolder } from '../support/command.ts';

const key = 'sentinel-Key_0123456789abcdef';
const secretFlags = ['--api-key', '--turnstile-secret', '--metrics-token', '--operator-token'];

/** Whether anybody still takes connections at this address. */
const isOpen = async (origin: string): Promise<boolean> => {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const taken = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return taken;
};

const untilClosed = async (origin: string): Promise<void> => {
  while (await isOpen(origin));
};

describe('fae-widgets proxy', () => {
  let upstream: Upstream;
  before(async () => {
    upstream = await startUpstream();
  });
  after(() => upstream.stop());

  const start = (args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
    startCommand(['proxy', '--port', '0', ...args], {
      env: {
        FAE_API_URL: `${upstream.url}/api`,
        FAE_API_KEY: key,
        FAE_WORKSPACE: 'aaaaaaaaaaaaaaaaaaaaaaaa',
        FAE_ALLOWED_ORIGINS: shop,
        FAE_EXPOSE: 'nfts.listPublic,tts.*',
        ...env,
      },
    });

  const speak = (url: string, text: string) =>
    open(url, { path: '/fae/tts', json: { text }, headers: { Origin: shop } });

  describe('its flags', () => {
    test('win over their variables', async () => {
      const other = 'https://other.example';
      await using proxy = await start(['--origins', other, '--base-path', '/widgets']);
      assert.equal(proxy.url, `${proxy.origin}/widgets/`);
      const asked = (Origin: string) =>
        ask(proxy.origin, { path: '/widgets/public/nfts', headers: { Origin } });
      assert.equal((await asked(other)).status, 200);
      assert.equal((await asked(shop)).status, 403);
      assert.equal((await ask(proxy.origin, { path: '/fae/public/nfts' })).status, 404);
    });

    for (const flag of secretFlags) {
      test(`are none for secrets: ${flag}`, async () => {
        const { code, output } = await runCommand(['proxy', flag, key]);
        assert.equal(code, 2);
        assert.ok(!output.includes(key));
      });
    }

    test('take no address of Redis with a password', async () => {
      const args = ['proxy', '--redis-url', 'redis://:sentinel-password@127.0.0.1:6379'];
      const { code, output } = await runCommand(args);
      assert.equal(code, 2);
      assert.match(output, /set FAE_REDIS_URL/);
      assert.ok(!output.includes('sentinel-password'));
    });

    test('name their variables in the help, and so do the secrets', async () => {
      const { output } = await runCommand(['proxy', '--help']);
      for (const name of ['FAE_ALLOWED_ORIGINS', 'FAE_TRUST_PROXY', 'FAE_API_KEY_NEXT']) {
        assert.ok(output.includes(name), name);
      }
    });

    for (const [name, value] of [
      ['FAE_CACHE', 'no'],
      ['FAE_DRAIN', 'soon'],
      ['FAE_MAX_CONNECTIONS', '-1'],
      ['FAE_TRUST_PROXY', 'everybody'],
    ] as const) {
      test(`refuse what is no ${name}`, async () => {
        const { code, output } = await runCommand(['proxy', '--port', '0'], {
          env: { [name]: value },
        });
        assert.equal(code, 2);
        assert.equal(output.trim().split('\n').length, 1, output);
      });
    }
  });

  describe('a secret in a file', () => {
    test('is taken from there', async () => {
      await using folder = await temporaryFolder();
      const file = join(folder.path, 'key');
      await writeFile(file, `${key}\n`);
      await using proxy = await start([], { FAE_API_KEY: '', FAE_API_KEY_FILE: file });
      assert.equal((await ask(proxy.origin, { path: '/fae/public/nfts' })).status, 200);
      assert.equal(upstream.received.at(-1)?.headers['x-api-key'], key);
    });

    test('that is not there is told', async () => {
      const env = { FAE_API_KEY_FILE: '/nowhere/key' };
      const { code, output } = await runCommand(['proxy', '--port', '0'], { env });
      assert.equal(code, 2);
      assert.match(output, /FAE_API_KEY_FILE/);
    });
  });

  test('logs each request as one line of JSON, without the key', async () => {
    await using proxy = await start();
    await ask(proxy.origin, { path: '/fae/public/nfts?key=abc' });
    await ask(proxy.origin, { path: '/fae/characters' });
    assert.equal(await proxy.stop(), 0);
    const lines = proxy
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    const [read, refused] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(lines.length, 2);
    assert.equal(read?.['status'], 400, 'a page may not name a key');
    assert.equal(refused?.['code'], 'not_exposed');
    assert.match(String(refused['hint']), /FAE_EXPOSE/);
    assert.ok(!proxy.output().includes(key));
  });

  test('closes connections beyond those that it may have', async () => {
    await using proxy = await start(['--max-connections', '1', '--drain', '0']);
    const message = await speak(proxy.origin, 'the only one');
    message.on('error', () => undefined);
    await assert.rejects(ask(proxy.origin, { path: '/fae/-/health' }));
  });

  describe('told to stop', () => {
    test('takes no more connections, and finishes what is under way', async () => {
      const proxy = await start();
      const message = await speak(proxy.origin, 'to the end');
      const chunks: Buffer[] = [];
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      await once(message, 'data');
      const stopped = proxy.stop('SIGTERM');
      await untilClosed(proxy.origin);
      upstream.finishSpeech('to the end');
      await once(message, 'end');
      assert.equal(Buffer.concat(chunks).toString(), 'firstlast');
      assert.equal(await stopped, 0);
    });

    test('does not wait for who has connected and asks nothing', async () => {
      const proxy = await start(['--drain', '600']);
      const { hostname, port } = new URL(proxy.origin);
      const silent = connect(Number(port), hostname);
      silent.on('error', () => undefined);
      await once(silent, 'connect');
      await ask(proxy.origin, { path: '/fae/-/health' });
      assert.equal(await proxy.stop('SIGTERM'), 0);
    });

    test('cuts what is not finished in time', async () => {
      const proxy = await start(['--drain', '0']);
      const message = await speak(proxy.origin, 'endless');
      const cut = once(message, 'error');
      message.resume();
      assert.equal(await proxy.stop('SIGTERM'), 0);
      await cut;
    });

    test('twice, ends at once', async () => {
      const proxy = await start(['--drain', '600']);
      const message = await speak(proxy.origin, 'never');
      message.on('error', () => undefined);
      const stopped = proxy.stop('SIGTERM');
      // For a second the signal counts as the same.
      const again = setInterval(() => process.kill(proxy.pid ?? 0, 'SIGTERM'), 100);
      try {
        assert.equal(await stopped, 128 + 15);
      } finally {
        clearInterval(again);
      }
    });
  });

  test('ends on an error that nobody catches, and tells it without the key', async () => {
    const bomb = `data:text/javascript,process.on('SIGUSR2', () => {
      const { FAE_API_KEY: key } = process.env;
      throw Object.assign(new Error('boom ' + key), { headers: { key } });
    })`;
    const proxy = await startCommand(['proxy', '--port', '0'], {
      env: { FAE_API_KEY: key },
      nodeFlags: ['--import', bomb.replaceAll('\n', ' ')],
    });
    assert.equal(await proxy.stop('SIGUSR2'), 1);
    assert.match(proxy.output(), /boom \[secret\]/);
    assert.ok(!proxy.output().includes(key));
  });

  test('goes on serving when nobody reads its log any more', async () => {
    const proxy = await start();
    proxy.leaveOutput();
    for (let round = 0; round < 3; round += 1) {
      assert.equal((await ask(proxy.origin, { path: '/fae/public/nfts' })).status, 200);
    }
    assert.equal(await proxy.stop(), 0);
  });
});
