import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import test, { describe, mock } from 'node:test';
import { createClient, type SolveCaptcha } from '../../src/client/index.ts';
import { sendJson, startServer, type Seen } from './server.ts';

const id = '64b7f0c2a1d3e4f5a6b7c8d9';
const turnstile = { provider: 'turnstile', siteKey: 'site-key' };

const refuse = (response: ServerResponse, captcha: unknown = turnstile) => {
  sendJson(response, { code: 'captcha_required', error: 'Please.', captcha }, 403);
};

/** A proxy that lets nobody through without a captcha or the pass that it gives for one. */
const guard = ({ headers }: Seen, response: ServerResponse) => {
  const pass = headers['fae-captcha'] === 'solved' ? { 'Fae-Visitor': 'pass' } : undefined;
  if (pass || headers['fae-visitor'] === 'pass') {
    sendJson(response, { response: 'Hi' }, 200, pass);
  } else refuse(response);
};

const clientOf = (endpoint: string, solveCaptcha?: SolveCaptcha) => {
  const client = createClient({ endpoint, ...(solveCaptcha && { solveCaptcha }) });
  return {
    ...client,
    say: (options = {}) => client.characters.response({ characterId: id, text: 'x' }, options),
  };
};

/** Which captcha each request brought. */
const captchasIn = (seen: readonly Seen[]) => seen.map((it) => it.headers['fae-captcha']);

const refused = { name: 'ApiError', code: 'captcha_required', status: 403, message: 'Please.' };

describe('a call that needs a captcha', () => {
  test('is made again, once it is solved, as it was', async () => {
    await using server = await startServer(guard);
    const asked: unknown[] = [];
    const client = clientOf(server.origin, async (captcha) => {
      asked.push(captcha);
      return 'solved';
    });
    const answer = await client.say({ idempotencyKey: 'a'.repeat(16), headers: { 'X-Own': '1' } });
    assert.equal(answer.response, 'Hi');
    assert.deepEqual(asked, [turnstile]);
    const [first, second, third] = server.seen;
    assert.ok(first && second && !third);
    assert.deepEqual([first.url, first.body], [second.url, second.body]);
    for (const name of ['idempotency-key', 'x-own']) {
      assert.ok(first.headers[name]);
      assert.equal(first.headers[name], second.headers[name]);
    }
    assert.deepEqual(captchasIn(server.seen), [undefined, 'solved']);

    await client.say();
    assert.equal(server.seen[2]?.headers['fae-visitor'], 'pass');
    assert.equal(asked.length, 1, 'the pass spares the next one');
  });

  test('gives bytes as well', async () => {
    await using server = await startServer(({ headers }, response) => {
      if (headers['fae-captcha'] === undefined) refuse(response);
      else response.writeHead(200, { 'Content-Type': 'audio/wav' }).end('RIFF');
    });
    const client = clientOf(server.origin, async () => 'solved');
    const response = await client.tts.speak({ text: 'x' });
    assert.equal(await response.text(), 'RIFF');
  });

  test('is made again no more than once', async () => {
    await using server = await startServer((_, response) => refuse(response));
    const client = clientOf(server.origin, async () => 'not good');
    await assert.rejects(client.say(), refused);
    assert.deepEqual(captchasIn(server.seen), [undefined, 'not good']);
  });

  test('fails as it was refused where nobody solves it', async (t) => {
    const warn = t.mock.method(console, 'warn', () => undefined);
    await using server = await startServer(guard);
    const client = clientOf(server.origin, () => Promise.reject(new Error('no network')));
    await assert.rejects(client.say(), refused);
    assert.equal(server.seen.length, 1);
    assert.match(String(warn.mock.calls[0]?.arguments[1]), /no network/);
  });

  test('fails quietly where the visitor does not want to', async (t) => {
    const warn = t.mock.method(console, 'warn', () => undefined);
    await using server = await startServer(guard);
    const cancel = () => Promise.reject(new DOMException('No.', 'AbortError'));
    await assert.rejects(clientOf(server.origin, cancel).say(), refused);
    assert.equal(warn.mock.callCount(), 0);
  });

  test('fails as it was refused outside of a page', async (t) => {
    t.mock.method(console, 'warn', () => undefined);
    await using server = await startServer(guard);
    await assert.rejects(clientOf(server.origin).say(), refused);
    assert.equal(server.seen.length, 1);
  });

  for (const captcha of [undefined, 'turnstile', {}, { provider: 'turnstile', siteKey: 5 }]) {
    test(`fails where the server names none: ${JSON.stringify(captcha)}`, async () => {
      await using server = await startServer((_, response) => refuse(response, captcha ?? null));
      const solve = mock.fn<SolveCaptcha>(async () => 'solved');
      await assert.rejects(clientOf(server.origin, solve).say(), refused);
      assert.equal(solve.mock.callCount(), 0);
    });
  }

  test('does not lose the visitor’s time to its deadline', async () => {
    await using server = await startServer(guard);
    const client = clientOf(server.origin, () => {
      const late = AbortSignal.timeout(150);
      return new Promise((resolve) => {
        late.addEventListener('abort', () => resolve('solved'));
      });
    });
    assert.equal((await client.say({ timeout: 100 })).response, 'Hi');
  });

  test('ends with the caller’s abort while the visitor solves it', async () => {
    await using server = await startServer(guard);
    const controller = new AbortController();
    const client = clientOf(server.origin, (_, { signal }) => {
      controller.abort();
      return Promise.reject(signal.reason as Error);
    });
    await assert.rejects(client.say({ signal: controller.signal }), { name: 'AbortError' });
    assert.equal(server.seen.length, 1);
  });
});

describe('calls that need a captcha at the same time', () => {
  /** Solves when it is told to. */
  const solver = () => {
    const asked: { solve: () => void; cancel: () => void }[] = [];
    let tell = (): void => undefined;
    const solve: SolveCaptcha = (_, { signal }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
        asked.push({
          solve: () => resolve('solved'),
          cancel: () => reject(new DOMException('No.', 'AbortError')),
        });
        tell();
      });
    const next = () => new Promise<void>((resolve) => (tell = resolve));
    return { asked, solve, next };
  };

  /** Clients of one endpoint, and how many of their answers have been read. */
  const page = async () => {
    const server = await startServer(guard);
    const { asked, solve, next } = solver();
    let count = 0;
    const counting: typeof fetch = async (...input) => {
      const response = await fetch(...input);
      const json = response.json.bind(response);
      return Object.assign(response, {
        json: async () => {
          const value: unknown = await json();
          count += 1;
          return value;
        },
      });
    };
    const client = createClient({
      endpoint: server.origin,
      solveCaptcha: solve,
      fetch: counting,
    });
    const read = async (wanted: number) => {
      while (count < wanted) await new Promise(setImmediate);
      await new Promise(setImmediate);
    };
    return {
      ...server,
      asked,
      next,
      read,
      say: (options = {}) => client.characters.response({ characterId: id, text: 'x' }, options),
    };
  };

  test('share one challenge, and its token is used once', async () => {
    await using it = await page();
    const calls = [it.say(), it.say(), it.say()];
    await it.read(3);
    assert.equal(it.asked.length, 1);
    it.asked[0]?.solve();
    const answers = await Promise.all(calls);
    assert.deepEqual(
      answers.map(({ response }) => response),
      ['Hi', 'Hi', 'Hi'],
    );
    assert.equal(it.asked.length, 1);
    assert.deepEqual(captchasIn(it.seen).filter(Boolean), ['solved']);
    assert.equal(it.seen.length, 6);
  });

  test('all fail where the visitor does not want to', async () => {
    await using it = await page();
    const calls = [it.say(), it.say()];
    await it.read(2);
    it.asked[0]?.cancel();
    for (const call of calls) await assert.rejects(call, refused);
    assert.deepEqual([it.asked.length, it.seen.length], [1, 2]);
  });

  test('go on without the one that is aborted', async () => {
    await using it = await page();
    const controller = new AbortController();
    const gone = it.say({ signal: controller.signal });
    await it.read(1);
    const other = it.say();
    await it.read(2);
    assert.equal(it.asked.length, 1);
    const again = it.next();
    controller.abort();
    await assert.rejects(gone, { name: 'AbortError' });
    await again;
    it.asked[1]?.solve();
    assert.equal((await other).response, 'Hi');
  });

  test('one that waits for the other’s challenge can be aborted', async () => {
    await using it = await page();
    const controller = new AbortController();
    const first = it.say();
    await it.read(1);
    const second = it.say({ signal: controller.signal });
    await it.read(2);
    controller.abort();
    await assert.rejects(second, { name: 'AbortError' });
    it.asked[0]?.solve();
    assert.equal((await first).response, 'Hi');
  });
});
