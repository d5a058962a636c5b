import assert from 'node:assert/strict';
import test, { describe, type TestContext } from 'node:test';
import { eventData } from '../../../src/api/event-stream.ts';
import { HttpError } from '../../../src/http/problem.ts';
import type { Replies, ReplyRequest } from '../../../src/platform/engines/replies.ts';
import { startPlatform } from '../support.ts';
import * as openAi from './fake-openai.ts';
import { chunk, startOllama } from './fake-ollama.ts';

const path = '/api/characters/response';
const conversationId = 'conversation-number-one';
const events = { Accept: 'text/event-stream' };

/** An engine that writes what the test tells it to. */
const writing = (write: (request: ReplyRequest) => Promise<string>): Replies => ({
  reply: async (request) => ({ text: await write(request), model: 'secret-model' }),
});

const platformWith = async (t: TestContext, replies: Replies, replyDeadline = 20_000) => {
  const server = await startPlatform({}, { services: { replies, replyDeadline } });
  t.after(server.close);
  const characterId = server.platform.sample['characterId'];
  const ask = (more: Record<string, unknown> = {}, headers: Record<string, string> = events) =>
    server.call('POST', path, { characterId, text: 'Hello', conversationId, ...more }, headers);
  const memory = async () => {
    const rows = await server.store.db.selectFrom('messages').select('text').execute();
    return rows.map(({ text }) => text);
  };
  return { ...server, characterId, ask, memory };
};

const readEvents = async (response: Response): Promise<Record<string, unknown>[]> => {
  assert.ok(response.body);
  const all: Record<string, unknown>[] = [];
  for await (const data of eventData(response.body)) {
    all.push(JSON.parse(data) as Record<string, unknown>);
  }
  return all;
};

describe('A reply that is asked for as events', () => {
  test('comes piece by piece while it is written, and is remembered at its end', async (t) => {
    const goOn = Promise.withResolvers<undefined>();
    const { ask, memory, characterId } = await platformWith(
      t,
      writing(async ({ onText }) => {
        onText?.('Hello');
        await goOn.promise;
        onText?.(' there.');
        return 'Hello there.';
      }),
    );
    const response = await ask();
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Content-Type'), 'text/event-stream');
    assert.match(response.headers.get('Cache-Control') ?? '', /no-store, no-transform/);
    assert.ok(response.body);
    const stream = eventData(response.body);
    assert.deepEqual(await stream.next(), { done: false, value: '{"text":"Hello"}' });
    assert.deepEqual(await memory(), []);
    goOn.resolve(undefined);
    assert.deepEqual(await stream.next(), { done: false, value: '{"text":" there."}' });
    const last = JSON.stringify({ done: true, response: 'Hello there.', characterId });
    assert.deepEqual(await stream.next(), { done: false, value: last });
    assert.deepEqual(await memory(), ['Hello', 'Hello there.']);
    assert.equal((await stream.next()).done, true);
  });

  test('is one piece from an engine that writes all of it at once', async (t) => {
    const { ask, characterId } = await platformWith(
      t,
      writing(() => Promise.resolve('Hello.')),
    );
    assert.deepEqual(await readEvents(await ask()), [
      { text: 'Hello.' },
      { done: true, response: 'Hello.', characterId },
    ]);
  });

  test('is JSON for whoever does not ask for events', async (t) => {
    const { ask } = await platformWith(
      t,
      writing(() => Promise.resolve('Hello.')),
    );
    for (const Accept of ['*/*', 'application/json', 'text/event-stream;q=0, */*', 'text/*']) {
      const response = await ask({}, { Accept });
      assert.equal(response.headers.get('Content-Type'), 'application/json', Accept);
      assert.equal(((await response.json()) as { model: string }).model, 'secret-model');
    }
    for (const Accept of ['application/json;q=0.9, text/event-stream', 'Text/Event-Stream']) {
      const response = await ask({}, { Accept });
      assert.equal(response.headers.get('Content-Type'), 'text/event-stream', Accept);
      await response.body?.cancel();
    }
  });

  test('goes on with what was said before, whichever way it was asked for', async (t) => {
    const histories: number[] = [];
    const { ask } = await platformWith(
      t,
      writing(({ history }) => {
        histories.push(history.length);
        return Promise.resolve('Hello.');
      }),
    );
    await readEvents(await ask());
    await (await ask({}, {})).json();
    await readEvents(await ask());
    await readEvents(await ask({ conversationId: 'conversation-number-two' }));
    assert.deepEqual(histories, [0, 2, 4, 0]);
  });

  test('that fails before its first piece is refused as any other', async (t) => {
    const { ask, memory } = await platformWith(
      t,
      writing(() => Promise.reject(new HttpError(503, 'unavailable', 'The agent is asleep.'))),
    );
    const response = await ask();
    assert.equal(response.status, 503);
    assert.deepEqual(await response.json(), {
      error: 'The agent is asleep.',
      code: 'unavailable',
    });
    assert.equal((await ask({ characterId: 'f'.repeat(24) })).status, 404);
    assert.equal((await ask({ text: '' })).status, 400);
    assert.deepEqual(await memory(), []);
  });

  test('that fails later says so in its last event, and is not remembered', async (t) => {
    const faults = [new HttpError(503, 'unavailable', 'It broke off.'), new Error('secret')];
    const { ask, memory, events } = await platformWith(
      t,
      writing(({ onText }) => {
        onText?.('Hel');
        return Promise.reject(faults.shift() ?? new Error('no fault left'));
      }),
    );
    assert.deepEqual(await readEvents(await ask()), [
      { text: 'Hel' },
      { error: 'It broke off.', code: 'unavailable' },
    ]);
    assert.deepEqual(await readEvents(await ask()), [
      { text: 'Hel' },
      { error: 'Something went wrong on this server.', code: 'server_error' },
    ]);
    const failed = events.filter(({ event }) => event === 'background_failed');
    assert.deepEqual(
      failed.map(({ error }) => error),
      ['Error: secret'],
    );
    assert.deepEqual(await memory(), []);
  });

  test('is given up where its first piece or the next one takes too long', async (t) => {
    const stopped: unknown[] = [];
    const silent = ({ signal }: ReplyRequest) =>
      new Promise<string>(() => {
        signal.addEventListener('abort', () => stopped.push(signal.reason));
      });
    const { ask } = await platformWith(
      t,
      writing((request) => {
        if (request.text !== 'Hello') request.onText?.('Hel');
        return silent(request);
      }),
      20,
    );
    const refused = await ask();
    assert.equal(refused.status, 503);
    assert.equal(((await refused.json()) as { code: string }).code, 'timeout');
    const [piece, last] = await readEvents(await ask({ text: 'Begin' }));
    assert.deepEqual([piece, last?.['code']], [{ text: 'Hel' }, 'timeout']);
    assert.equal(stopped.length, 2, 'the engine was told to stop');
  });

  test('may take longer than one piece may', async (t) => {
    const { ask } = await platformWith(
      t,
      writing(async ({ onText }) => {
        for (const letter of 'abcde') {
          await new Promise((resolve) => setTimeout(resolve, 150));
          onText?.(letter);
        }
        return 'abcde';
      }),
      500,
    );
    assert.equal((await readEvents(await ask())).at(-1)?.['response'], 'abcde');
  });

  test('stops the engine when the visitor leaves, and is not remembered', async (t) => {
    const stopped = Promise.withResolvers<undefined>();
    const { ask, memory } = await platformWith(
      t,
      writing(({ onText, signal }) => {
        onText?.('Hel');
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            stopped.resolve(undefined);
            reject(signal.reason as Error);
          });
        });
      }),
    );
    const response = await ask();
    await response.body?.cancel();
    await stopped.promise;
    assert.deepEqual(await memory(), []);
  });
});

describe('A reply as events, all the way from the model,', () => {
  for (const [engine, start] of [
    [
      'Ollama’s',
      async (hold: Promise<unknown>) => {
        const ollama = await startOllama({
          chat: async (_request, response) => {
            response.write(chunk('I keep'));
            await hold;
            response.end(chunk(' the lamp.') + chunk('', true));
          },
        });
        return { ...ollama, env: { OLLAMA_HOST: ollama.host } };
      },
    ],
    [
      'OpenAI’s',
      async (hold: Promise<unknown>) => {
        const endpoint = await openAi.startOpenAi({
          chat: async (_request, response) => {
            openAi.streams(response).write(openAi.content('I keep'));
            await hold;
            response.end(openAi.content(' the lamp.') + openAi.ending());
          },
        });
        return { ...endpoint, env: { OPENAI_BASE_URL: endpoint.baseUrl } };
      },
    ],
  ] as const) {
    test(`is there before ${engine} model has come to its end`, async (t) => {
      const hold = Promise.withResolvers<undefined>();
      const { env, close } = await start(hold.promise);
      t.after(close);
      const server = await startPlatform({ env });
      t.after(server.close);
      const { characterId } = server.platform.sample;
      const response = await server.call('POST', path, { characterId, text: 'Hi' }, events);
      assert.ok(response.body);
      const stream = eventData(response.body);
      assert.equal((await stream.next()).value, '{"text":"I keep"}');
      hold.resolve(undefined);
      assert.equal((await stream.next()).value, '{"text":" the lamp."}');
      assert.match(
        String((await stream.next()).value),
        /"done":true,"response":"I keep the lamp."/,
      );
    });

    test(`ends ${engine} work when the visitor leaves`, async (t) => {
      const { env, close, hungUp } = await start(new Promise(() => undefined));
      t.after(close);
      const server = await startPlatform({ env });
      t.after(server.close);
      const { characterId } = server.platform.sample;
      const response = await server.call('POST', path, { characterId, text: 'Hi' }, events);
      await response.body?.cancel();
      await hungUp;
    });
  }
});
