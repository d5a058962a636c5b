import assert from 'node:assert/strict';
import type { RequestListener, ServerResponse } from 'node:http';
import test, { describe, type TestContext } from 'node:test';
import { eventData } from '../../src/api/event-stream.ts';
import type { ProxyOptions } from '../../src/proxy/options.ts';
import type { Waits } from '../../src/proxy/settings.ts';
import { chatOf, idempotencyKey, turn } from './chat.ts';
import {
  asked,
  id,
  key,
  problemOf,
  proxyOf,
  serve,
  serveProxy,
  shop,
  until,
  upstreamOf,
} from './harness.ts';

const events = { Accept: 'text/event-stream, application/json;q=0.9' };
const said = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;
const whole = { response: 'Hello there.', characterId: id };
const reply = said({ text: 'Hello' }) + said({ text: ' there.' }) + said({ done: true, ...whole });

const stream = (text: string, headers: Record<string, string> = {}): Response =>
  new Response(text, { headers: { 'Content-Type': 'text/event-stream', ...headers } });

const dataOf = async (response: Response): Promise<Record<string, unknown>[]> => {
  assert.ok(response.body);
  const all: Record<string, unknown>[] = [];
  for await (const data of eventData(response.body)) {
    all.push(JSON.parse(data) as Record<string, unknown>);
  }
  return all;
};

/** What a visitor gets of events that an upstream sends. */
const passed = async (text: string, options: ProxyOptions = {}) => {
  const upstream = upstreamOf(() => stream(text));
  const response = await proxyOf(upstream.fetch, options).fetch(turn({ headers: events }));
  assert.equal(response.status, 200);
  return dataOf(response);
};

const textsOf = (events: readonly Record<string, unknown>[]): string =>
  events.map(({ text }) => (typeof text === 'string' ? text : '')).join('');

const broken = { error: 'The service answered with an error.', code: 'bad_upstream' };

describe('a reply that is asked for as events', () => {
  test('is asked for as events upstream, and passed on as such', async () => {
    const upstream = upstreamOf(() => stream(reply, { 'Set-Cookie': 'a=1', 'X-Model': 'secret' }));
    const response = await proxyOf(upstream.fetch).fetch(turn({ headers: events }));
    const [sent] = upstream.calls;
    assert.equal(sent?.headers.get('Accept'), 'text/event-stream, application/json;q=0.9');
    assert.equal(sent.headers.get('Accept-Encoding'), 'identity');
    const { headers } = response;
    assert.equal(headers.get('Content-Type'), 'text/event-stream');
    assert.equal(headers.get('Cache-Control'), 'no-store, no-transform');
    assert.equal(headers.get('X-Accel-Buffering'), 'no');
    assert.equal(headers.get('Access-Control-Allow-Origin'), shop);
    assert.deepEqual([headers.get('Set-Cookie'), headers.get('X-Model')], [null, null]);
    assert.ok(headers.get('Fae-Visitor'));
    assert.match(headers.get('RateLimit') ?? '', /"chat"/);
    assert.deepEqual(await dataOf(response), [
      { text: 'Hello' },
      { text: ' there.' },
      { done: true, ...whole },
    ]);
  });

  test('is JSON where the upstream answers so', async () => {
    const upstream = upstreamOf(() => Response.json({ reply: 'Hello.', model: 'secret' }));
    const response = await proxyOf(upstream.fetch).fetch(turn({ headers: events }));
    assert.equal(response.headers.get('Content-Type'), 'application/json');
    assert.deepEqual(await response.json(), { response: 'Hello.' });
  });

  test('is not asked for as events of the documented service, which has none', async () => {
    const upstream = upstreamOf(() => Response.json({ response: 'Hello.' }));
    const fae = { url: 'https://faeframeworks.com/api', key, fetch: upstream.fetch };
    const response = await proxyOf(upstream.fetch, { fae }).fetch(turn({ headers: events }));
    assert.equal(upstream.calls[0]?.headers.get('Accept'), 'application/json');
    assert.deepEqual(await response.json(), { response: 'Hello.' });
  });

  test('is never had by whoever did not ask for it', async () => {
    const upstream = upstreamOf(() => stream(reply));
    const proxy = proxyOf(upstream.fetch);
    for (const Accept of ['*/*', 'application/json', 'text/event-stream;q=0']) {
      const problem = await problemOf(await proxy.fetch(turn({ headers: { Accept } })));
      assert.deepEqual([problem.status, problem.code], [502, 'bad_upstream'], Accept);
      assert.equal(upstream.calls.at(-1)?.headers.get('Accept'), 'application/json');
    }
  });

  test('stays JSON or bytes for all other operations', async () => {
    const upstream = upstreamOf(() => Response.json([]));
    await proxyOf(upstream.fetch).fetch(asked({ path: '/public/nfts', headers: events }));
    assert.equal(upstream.calls[0]?.headers.get('Accept'), 'application/json');
  });

  test('is refused as any other before it begins', async () => {
    const asleep = upstreamOf(() => Response.json({ code: 'unavailable' }, { status: 503 }));
    const refused = await problemOf(
      await proxyOf(asleep.fetch).fetch(turn({ headers: events, text: 'Hi' })),
    );
    assert.deepEqual([refused.status, refused.code], [503, 'unavailable']);
    const never = upstreamOf(() => stream(reply));
    const options = { limits: { visitor: { chat: 1 } } };
    const proxy = proxyOf(never.fetch, options);
    await (await proxy.fetch(turn({ headers: events }))).body?.cancel();
    const limited = await proxy.fetch(turn({ headers: events }));
    assert.equal((await problemOf(limited)).code, 'rate_limited');
    assert.equal(never.calls.length, 1);
  });
});

describe('an event of a reply', () => {
  test('is cut to its text', async () => {
    const text =
      ': hello\n\nevent: model\nid: secret-model\n' +
      said({ text: 'Hello there.', model: 'secret-model', prompt: 'secret' }) +
      said({ done: true, ...whole, model: 'secret-model', memory: ['secret'] }) +
      said({ text: 'after the end' });
    assert.deepEqual(await passed(text), [{ text: 'Hello there.' }, { done: true, ...whole }]);
  });

  test('that tells of a failure keeps its code and never its words', async () => {
    for (const [code, ours] of [
      ['timeout', 'timeout'],
      ['unavailable', 'unavailable'],
      ['server_error', 'bad_upstream'],
      ['made_up', 'bad_upstream'],
      [undefined, 'bad_upstream'],
    ]) {
      const [piece, failure] = await passed(
        said({ text: 'He' }) + said({ error: `inner secret ${key}`, code }),
      );
      assert.deepEqual(piece, { text: 'He' });
      assert.deepEqual(Object.keys(failure ?? {}), ['error', 'code']);
      assert.equal(failure?.['code'], ours);
      assert.doesNotMatch(JSON.stringify(failure), /secret|sentinel/);
    }
  });

  test('that is none ends the reply with a failure', async () => {
    for (const other of [
      'data: <html>\n\n',
      said(['x']),
      said({ text: 5 }),
      said({ done: true }),
    ]) {
      assert.deepEqual(await passed(said({ text: 'He' }) + other), [{ text: 'He' }, broken]);
    }
    assert.deepEqual(await passed(said({ text: 'He' })), [{ text: 'He' }, broken]);
    assert.deepEqual(await passed(said({ text: 'He' }) + 'data: {"done":true'), [
      { text: 'He' },
      broken,
    ]);
    assert.deepEqual(await passed(''), [broken]);
  });

  test('never gives the key away, in however many pieces it comes', async () => {
    const attempts = [
      [`It is ${key}`],
      `It is ${key} indeed`.split(''),
      ['It is ', key.slice(0, 9), key.slice(9)],
      [key.slice(0, 9), key],
    ];
    for (const texts of attempts) {
      const got = await passed(texts.map((text) => said({ text })).join(''));
      assert.deepEqual(got.at(-1), broken);
      const shown = textsOf(got);
      assert.ok('It is '.startsWith(shown), shown);
    }
    const done = said({ done: true, response: `It is ${key}` });
    assert.deepEqual(await passed(said({ text: 'Hm.' }) + done), [{ text: 'Hm.' }, broken]);
  });

  test('may end like a key begins', async () => {
    const texts = ['A senti', 'ment, ', 'sentinel', '-'];
    const response = texts.join('');
    const got = await passed(
      texts.map((text) => said({ text })).join('') + said({ done: true, response }),
    );
    assert.equal(textsOf(got), response);
    assert.equal(got.at(-1)?.['response'], response);
  });

  test('comes from nowhere but an uncompressed stream', async () => {
    const upstream = upstreamOf(() => stream(reply, { 'Content-Encoding': 'br' }));
    const response = await proxyOf(upstream.fetch).fetch(turn({ headers: events }));
    assert.equal((await problemOf(response)).code, 'bad_upstream');
  });
});

const proxied = async (t: TestContext, listener: RequestListener, waits: Partial<Waits> = {}) => {
  const upstream = await serve(t, listener);
  const proxy = await serveProxy(t, upstream.url, {}, waits);
  const ask = (signal?: AbortSignal, headers: Record<string, string> = {}) =>
    fetch(`${proxy.url}/characters/response`, {
      method: 'POST',
      headers: { Origin: shop, 'Content-Type': 'application/json', ...events, ...headers },
      body: JSON.stringify({ characterId: id, text: 'Hi' }),
      ...(signal && { signal }),
    });
  return { upstream, proxy, ask };
};

const begin = (response: ServerResponse, text = said({ text: 'He' })): ServerResponse => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(text);
  return response;
};

describe('a stream of events', () => {
  test('is passed on as it comes, and logged when it is over', async (t) => {
    let finish: () => void = () => assert.fail('not begun');
    const { ask, proxy } = await proxied(t, (_, response) => {
      begin(response);
      finish = () => response.end(said({ text: 'llo' }) + said({ done: true, response: 'Hello' }));
    });
    const response = await ask();
    assert.ok(response.body);
    const data = eventData(response.body);
    assert.equal((await data.next()).value, '{"text":"He"}');
    assert.equal(proxy.events.length, 0);
    finish();
    assert.equal((await data.next()).value, '{"text":"llo"}');
    assert.equal((await data.next()).value, '{"done":true,"response":"Hello"}');
    assert.equal((await data.next()).done, true);
    await until(() => proxy.events.length === 1);
    const [event] = proxy.events;
    assert.deepEqual([event?.['status'], event?.['code']], [200, undefined]);
    assert.ok(Number(event?.['bytes']) > 50);
    assert.doesNotMatch(JSON.stringify(event), /Hello/);
  });

  test('that dies or falls silent is told as a failure', async (t) => {
    const ends: [(response: ServerResponse) => void, string][] = [
      [(response) => begin(response).write('', () => response.destroy()), 'bad_upstream'],
      [(response) => begin(response), 'upstream_timeout'],
      [(response) => begin(response).write('data: {"text":"never'), 'upstream_timeout'],
    ];
    for (const [end, code] of ends) {
      const { ask, proxy, upstream } = await proxied(t, (_, it) => end(it), { idle: 60 });
      const [piece, failure] = await dataOf(await ask());
      assert.deepEqual([piece, failure?.['code']], [{ text: 'He' }, code]);
      await until(() => upstream.sockets.size === 0 && proxy.events.length === 1);
      assert.equal(proxy.events[0]?.['code'], code);
    }
  });

  test('is bounded in time and in size', async (t) => {
    const pour = (response: ServerResponse, text: string) => {
      const more = () => {
        while (response.writable && response.write(text));
      };
      begin(response).on('drain', more);
      more();
    };
    const slow = await proxied(
      t,
      (_, response) => {
        begin(response);
        const timer = setInterval(() => response.write(said({ text: '.' })), 10);
        response.on('close', () => clearInterval(timer));
      },
      { total: 100 },
    );
    assert.equal((await dataOf(await slow.ask())).at(-1)?.['code'], 'upstream_timeout');
    const comments = await proxied(t, (_, response) => pour(response, `: ${'x'.repeat(60_000)}\n`));
    assert.deepEqual((await dataOf(await comments.ask())).at(-1), broken);
    const texts = await proxied(t, (_, it) => pour(it, said({ text: 'x'.repeat(60_000) })));
    assert.deepEqual((await dataOf(await texts.ask())).at(-1), broken);
    await until(() => [comments, texts].every(({ upstream }) => upstream.sockets.size === 0));
  });

  test('that nobody reads any more is ended upstream', async (t) => {
    const { ask, proxy, upstream } = await proxied(t, (_, response) => begin(response));
    const leave = new AbortController();
    const response = await ask(leave.signal);
    await response.body?.getReader().read();
    leave.abort();
    await until(() => upstream.sockets.size === 0 && proxy.events.length === 1);
    assert.equal(proxy.events[0]?.['code'], 'broken_off');
  });
});

describe('a reply as events under an idempotency key', () => {
  const keyed = { headers: events };

  test('is given again as JSON, and costs once', async () => {
    const upstream = upstreamOf(() => stream(reply));
    const chat = chatOf(upstream, { limits: { visitor: { chat: 1 } } });
    assert.deepEqual((await dataOf(await chat(keyed))).at(-1), { done: true, ...whole });
    for (const again of [keyed, {}]) {
      const response = await chat(again);
      assert.equal(response.headers.get('Idempotent-Replayed'), 'true');
      assert.deepEqual(await response.json(), whole);
    }
    assert.equal(upstream.calls.length, 1);
  });

  test('is still under way until its end, and then there at once', async () => {
    const goOn = Promise.withResolvers<undefined>();
    const encoder = new TextEncoder();
    const parts = [said({ text: 'Hello there.' }), said({ done: true, ...whole })];
    const upstream = upstreamOf(
      () =>
        new Response(
          new ReadableStream({
            pull: async (it) => {
              if (parts.length === 1) await goOn.promise;
              const part = parts.shift();
              if (part === undefined) it.close();
              else it.enqueue(encoder.encode(part));
            },
          }),
          { headers: { 'Content-Type': 'text/event-stream' } },
        ),
    );
    const chat = chatOf(upstream);
    const response = await chat(keyed);
    assert.ok(response.body);
    const data = eventData(response.body);
    await data.next();
    assert.equal((await problemOf(await chat(keyed))).code, 'conflict');
    goOn.resolve(undefined);
    assert.match(String((await data.next()).value), /"done":true/);
    assert.equal((await chat(keyed)).headers.get('Idempotent-Replayed'), 'true');
    assert.equal(upstream.calls.length, 1);
  });

  test('that failed or was left may be asked for again at once', async () => {
    const answers = [said({ text: 'He' }), said({ text: 'He' }), reply];
    const upstream = upstreamOf((_, number) => stream(answers[number] ?? ''));
    const chat = chatOf(upstream);
    assert.deepEqual((await dataOf(await chat(keyed))).at(-1), broken);
    await (await chat(keyed)).body?.cancel();
    assert.deepEqual((await dataOf(await chat(keyed))).at(-1), { done: true, ...whole });
    assert.equal((await chat({ ...keyed, key: idempotencyKey })).status, 200);
    assert.equal(upstream.calls.length, 3);
  });
});
