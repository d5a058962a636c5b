/** Steps that are done by the platform's engines. */
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { ReplyRequest } from '../../../src/platform/engines/replies.ts';
import { HttpError } from '../../../src/http/problem.ts';
import { chain, node, start, startBots } from './support.ts';

const someId = '0123456789abcdef01234567';
const log = (message: string) => node('show', 'log', { message });

describe('A reply', () => {
  test('comes from the character, and flows on', async (t) => {
    const asked: ReplyRequest[] = [];
    const replies = {
      reply: (request: ReplyRequest) => {
        asked.push(request);
        return Promise.resolve({ text: 'Good evening.', model: 'stand-in' });
      },
    };
    const bots = await startBots(t, { services: { replies } });
    const { characterId } = bots.server.platform.sample;
    const lines = await bots.result(
      chain(
        start,
        node('make', 'transform', { expression: '{ "who": "Grace" }' }),
        node('ask', 'reply', { characterId, text: ' Greet {{ who }} ' }),
        log('{{ model }}: {{ text }}'),
      ),
    );
    assert.ok(lines.some(({ message }) => message === 'stand-in: Good evening.'));
    assert.equal(asked[0]?.text, 'Greet Grace');
    assert.equal(asked[0].character['name'], 'Ada');
    assert.deepEqual(asked[0].history, []);
  });

  test('by the built-in responder says something', async (t) => {
    const bots = await startBots(t);
    const { characterId } = bots.server.platform.sample;
    const ask = node('ask', 'reply', { characterId, text: 'Who are you?' });
    const lines = await bots.result(chain(start, ask, log('{{ $length(text) > 3 }}')));
    assert.ok(lines.some(({ message }) => message === 'true'));
  });

  const failures: [string, object, RegExp, object?][] = [
    ['of a character that is not there', { characterId: someId, text: 'Hi' }, /no such character/],
    ['to nothing', { text: ' {{ missing }} ' }, /text is empty/],
    ['to a book', { text: '{{ $pad("x", 9000, "y") }}' }, /longer than 8,000/],
  ];
  for (const [what, data, message] of failures) {
    test(`${what} is an error`, async (t) => {
      const bots = await startBots(t);
      const { characterId } = bots.server.platform.sample;
      const lines = await bots.result(
        chain(start, node('ask', 'reply', { characterId, ...data })),
        'error',
      );
      assert.equal(lines.at(-1)?.node, 'ask');
      assert.match(lines.at(-1)?.message ?? '', message);
    });
  }

  test('without an engine, or from one that is down or slow, is an error that says so', async (t) => {
    const down = new HttpError(503, 'unavailable', 'The agent is asleep.');
    const cases: [object, RegExp][] = [
      [{ replies: undefined }, /No AI agent is configured/],
      [{ replies: { reply: () => Promise.reject(down) } }, /The agent is asleep/],
      [{ replies: { reply: () => new Promise(() => {}) }, replyDeadline: 20 }, /within 0\.02 s/],
      [{ replies: { reply: () => Promise.reject(new Error('inner')) } }, /^This step failed\.$/],
    ];
    for (const [services, message] of cases) {
      const bots = await startBots(t, { services });
      const { characterId } = bots.server.platform.sample;
      const ask = node('ask', 'reply', { characterId, text: 'Anyone?' });
      const lines = await bots.result(chain(start, ask), 'error');
      assert.match(lines.at(-1)?.message ?? '', message);
    }
  });
});

describe('Speech', () => {
  test('is kept as a file, and registered with the audios', async (t) => {
    const bots = await startBots(t);
    const speak = node('say', 'speak', { text: 'Hello {{ 1 + 1 }}', voice: 'am_adam', speed: 1.5 });
    const lines = await bots.result(chain(start, speak, log('{{ url }}')));
    const url = lines.find(({ node: id }) => id === 'show')?.message ?? '';
    const [record] = await bots.server.json(200, 'GET', '/api/audios');
    assert.equal(record?.['url'], url);
    assert.equal(record['name'], 'Hello 2.wav');
    assert.equal(record['mimeType'], 'audio/wav');
    const answer = await fetch(url);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    assert.equal(answer.headers.get('Content-Type'), 'audio/wav');
    assert.equal(bytes.byteLength, record['size']);
    assert.equal(Buffer.from(bytes.subarray(0, 4)).toString(), 'RIFF');
  });

  test('is bounded in an hour, for all bots of a workspace', async (t) => {
    const clock = { time: Date.UTC(2030, 0, 1) };
    const wav = new Uint8Array(44);
    const speech = {
      status: () => Promise.resolve({ available: true, state: 'ready' as const, voices: [] }),
      speak: () => Promise.resolve(wav),
      close: () => Promise.resolve(),
    };
    const bots = await startBots(t, { now: () => clock.time, services: { speech } });
    const say = (times: number) => {
      const nodes = Array.from({ length: times }, (_, index) =>
        node(`say-${index}`, 'speak', { text: `{{ $pad("${index}", 2000, "x") }}` }),
      );
      return chain(start, ...nodes);
    };
    await bots.result(say(13));
    await bots.result(say(12));
    const tooMuch = await bots.result(say(1), 'error');
    assert.match(tooMuch.at(-1)?.message ?? '', /speak 50,000 characters an hour at most/);
    assert.equal((await bots.server.json(200, 'GET', '/api/audios')).length, 25);
    clock.time += 3_600_000;
    await bots.result(say(1));
  });

  test('in a voice that is not there, or without an engine, is an error', async (t) => {
    const speak = (data: object) => chain(start, node('say', 'speak', { text: 'Hi', ...data }));
    const bots = await startBots(t);
    const unknown = await bots.result(speak({ voice: 'nobody' }), 'error');
    assert.match(unknown.at(-1)?.message ?? '', /no voice "nobody"/);
    const off = await startBots(t, {}, { env: { FAE_SPEECH: 'off' } });
    const none = await off.result(speak({}), 'error');
    assert.match(none.at(-1)?.message ?? '', /No speech engine is configured/);
  });
});
