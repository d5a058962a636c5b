/** Requests of bots to a server of a third party. */
import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import test, { describe } from 'node:test';
import { createOutbound } from '../../../src/platform/outbound.ts';
import { certificate } from '../certificate.ts';
import { chain, node, start, startBots, startUpstream, type Node } from './support.ts';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const request = (data: object): Node => node('ask', 'httpRequest', data);
const show = (message = '{{ $ }}'): Node => node('show', 'log', { message });
const transform = (id: string, expression: string): Node => node(id, 'transform', { expression });

describe('A request of a bot', () => {
  test('sends method, headers and body with their values filled in', async (t) => {
    const bots = await startBots(t);
    const seen: Seen[] = [];
    const origin = await startUpstream(t, ({ method, url, headers }, response, body) => {
      seen.push({ method, url, headers, body });
      response.writeHead(201, { 'Content-Type': 'application/json', 'Set-Cookie': 'a=b' });
      response.end('{"made": {"id": 7}}');
    });
    const lines = await bots.result(
      chain(
        start,
        transform('make', '{ "name": "A/B", "list": [1, 2] }'),
        request({
          url: `${origin}/people/{{ name }}?n={{ $count(list) }}`,
          method: 'POST',
          headers: { 'X-Name': 'is {{ name }}', 'User-Agent': 'mine' },
          body: { hello: '{{ name }}', all: '{{ list }}', text: 'has {{ $sum(list) }}' },
        }),
        show('{{ status }} {{ body.made.id }} {{ $keys(headers) }}'),
      ),
    );
    const [{ method, url, headers, body } = {} as Seen] = seen;
    assert.deepEqual([method, url], ['POST', '/people/A%2FB?n=2']);
    assert.equal(headers['x-name'], 'is A/B');
    assert.equal(headers['user-agent'], 'mine');
    assert.equal(headers['content-type'], 'application/json');
    assert.equal(headers['content-length'], String(Buffer.byteLength(body)));
    assert.deepEqual(JSON.parse(body), { hello: 'A/B', all: [1, 2], text: 'has 3' });
    const { host } = new URL(origin);
    const messages = lines.map(({ message }) => message);
    assert.equal(messages[1], `POST ${host} answered 201 with 19 bytes.`);
    assert.match(messages[2] ?? '', /^201 7 \[/);
    assert.doesNotMatch(messages[2] ?? '', /cookie/);
  });

  test('is a GET without a body, unless it says otherwise', async (t) => {
    const bots = await startBots(t);
    const seen: Seen[] = [];
    const origin = await startUpstream(t, ({ method, url, headers }, response, body) => {
      seen.push({ method, url, headers, body });
      response.end('plain ä');
    });
    const ask = (id: string, data: object) => node(id, 'httpRequest', { url: origin, ...data });
    const lines = await bots.result(
      chain(
        start,
        ask('get', { body: { ignored: true } }),
        show('{{ body }}'),
        ask('put', { method: 'PUT', body: 'text {{ status }}' }),
        ask('delete', { method: 'DELETE' }),
      ),
    );
    assert.ok(lines.some(({ message }) => message === 'plain ä'));
    assert.deepEqual(
      seen.map(({ method, body, headers }) => [method, body, headers['content-type']]),
      [
        ['GET', '', undefined],
        ['PUT', 'text 200', 'text/plain; charset=utf-8'],
        ['DELETE', '', undefined],
      ],
    );
  });

  test('gives an answer of any status, for a condition to look at', async (t) => {
    const bots = await startBots(t);
    const origin = await startUpstream(t, (_, response) => {
      response.writeHead(500, { 'Content-Type': 'application/problem+json' });
      response.end('{"detail": "broken"}');
    });
    const lines = await bots.result(
      chain(
        start,
        request({ url: origin }),
        node('if', 'condition', { expression: 'status >= 400' }),
        show('{{ body.detail }}'),
      ),
    );
    assert.ok(lines.some(({ message }) => message === 'broken'));
  });

  test('of bytes that are no text has none', async (t) => {
    const bots = await startBots(t);
    const origin = await startUpstream(t, (_, response) => response.end(Buffer.from([0xff, 0xfe])));
    const lines = await bots.result(chain(start, request({ url: origin }), show('[{{ body }}]')));
    assert.ok(lines.some(({ message }) => message === '[]'));
  });

  test('follows redirects, and tells another origin nothing', async (t) => {
    const bots = await startBots(t);
    const seen: IncomingHttpHeaders[] = [];
    const other = await startUpstream(t, ({ headers }, response) => {
      seen.push(headers);
      response.end('there');
    });
    const origin = await startUpstream(t, ({ url, headers }, response) => {
      seen.push(headers);
      response.writeHead(302, { Location: url === '/' ? '/next' : other });
      response.end();
    });
    const headers = { 'X-Thing': 'for the first alone' };
    const pipeline = chain(start, request({ url: origin, headers }), show('{{ body }}'));
    const lines = await bots.result(pipeline);
    assert.ok(lines.some(({ message }) => message === 'there'));
    assert.deepEqual(
      seen.map((it) => it['x-thing']),
      ['for the first alone', 'for the first alone', undefined],
    );
  });

  const hosts = ['https://127.0.0.1', 'https://localhost', 'https://[::1]', 'https://10.0.0.1'];
  for (const host of hosts) {
    test(`to a private address is refused: ${host}`, async (t) => {
      const seen: string[] = [];
      const origin = await startUpstream(t, ({ url = '' }, response) => {
        seen.push(url);
        response.end();
      });
      const outbound = createOutbound({ allowPrivateHosts: false, ca: certificate });
      const bots = await startBots(t, { services: { outbound } });
      const url = `${host}:${new URL(origin).port}/x`;
      const lines = await bots.result(chain(start, request({ url })), 'error');
      assert.match(lines.at(-1)?.message ?? '', /is not a public address\.$/);
      assert.deepEqual(seen, []);
    });
  }

  const refused: [string, object, RegExp][] = [
    ['without TLS', { url: 'http://localhost/x' }, /is not reached by https/],
    ['to no URL', { url: 'nowhere' }, /not a URL/],
    ['with credentials in the URL', { url: 'https://a:b@localhost/' }, /credentials/],
    ['with a header of the connection', { headers: { 'Transfer-Encoding': 'x' } }, /Transfer-Enc/],
    ['with another Host', { headers: { host: 'evil.example' } }, /header host cannot be set/],
    ['with a line break in a header', { headers: { 'X-A': 'a{{ "\\r\\n" }}b' } }, /cannot be sent/],
    ['up and out of its folder', { url: 'https://localhost/a/{{ ".." }}/b' }, /cannot stand/],
  ];
  for (const [what, data, message] of refused) {
    test(`${what} is refused`, async (t) => {
      const bots = await startBots(t);
      const ask = request({ url: 'https://localhost:1/', ...data });
      const lines = await bots.result(chain(start, ask), 'error');
      assert.equal(lines.at(-1)?.node, 'ask');
      assert.match(lines.at(-1)?.message ?? '', message);
    });
  }

  test('that is answered with too much, or with broken JSON, is an error', async (t) => {
    const bots = await startBots(t);
    const origin = await startUpstream(t, ({ url }, response) => {
      if (url === '/large') {
        response.end('x'.repeat(256 * 1024 + 1));
        return;
      }
      response.setHeader('Content-Type', 'application/json');
      response.end(url === '/deep' ? '['.repeat(5000) + ']'.repeat(5000) : '{"a":');
    });
    const faults: [string, RegExp][] = [
      ['/large', /answers with more than 262,144 bytes/],
      ['/broken', /says that it is JSON, but is not/],
      ['/deep', /nested too deeply/],
    ];
    for (const [path, message] of faults) {
      const lines = await bots.result(chain(start, request({ url: origin + path })), 'error');
      assert.match(lines.at(-1)?.message ?? '', message);
    }
  });

  test('is given up when the bot is stopped', async (t) => {
    const bots = await startBots(t);
    const asked = Promise.withResolvers<undefined>();
    const gone = Promise.withResolvers<undefined>();
    const origin = await startUpstream(t, (_, response) => {
      response.on('close', () => gone.resolve(undefined));
      asked.resolve(undefined);
    });
    const id = await bots.create(chain(start, request({ url: origin }), show('never')));
    await bots.run(id);
    await asked.promise;
    await bots.stop(id);
    await gone.promise;
    const { logs, status } = await bots.log(id);
    assert.equal(status, 'idle');
    assert.deepEqual(
      logs.map(({ message }) => message),
      ['Run begun by hand.', 'Stopped.'],
    );
  });
});

describe('The secrets of a request', () => {
  test('never come back in the log, even where the other side repeats them', async (t) => {
    const bots = await startBots(t);
    const origin = await startUpstream(t, ({ headers }, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(headers));
    });
    const secrets = ['sk-very-secret-one', 'filled-in-secret', 'k"ey\\with signs'];
    const lines = await bots.result(
      chain(
        start,
        transform('make', '{ "token": "filled-in-secret" }'),
        request({
          url: `${origin}/?key=in-the-address`,
          headers: {
            Authorization: 'Bearer sk-very-secret-one',
            'X-Token': 'x{{ token }}',
            'X-Api-Key': 'k"ey\\with signs',
            'X-Shown': 'shown as it is',
          },
        }),
        show('{{ body }} {{ $string(body) }}'),
        node('again', 'log', {
          message: '{{ body.authorization }}, {{ body."x-api-key" }}, {{ body."x-shown" }}',
        }),
        node('bad', 'transform', { expression: '$error(body.authorization)' }),
      ),
      'error',
    );
    const text = JSON.stringify(lines);
    for (const secret of [...secrets, 'in-the-address', 'with signs']) {
      assert.equal(text.includes(secret), false, secret);
    }
    assert.ok(lines.some(({ message }) => message === '•••, •••, shown as it is'));
  });
});
