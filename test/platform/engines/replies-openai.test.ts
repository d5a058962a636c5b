import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import test, { describe, type TestContext } from 'node:test';
import { inspect } from 'node:util';
import { HttpError } from '../../../src/http/problem.ts';
import { createOpenAiReplies } from '../../../src/platform/engines/openai.ts';
import { createReplies, type ReplyRequest } from '../../../src/platform/engines/replies.ts';
import { startOllama } from './fake-ollama.ts';
import * as openAi from './fake-openai.ts';

const key = 'sk-sentinel-0123456789abcdef';

const character = {
  name: 'Nela',
  title: 'lighthouse keeper',
  background: 'I keep the lamp of Skerry Point.',
};

const start = async (
  t: TestContext,
  options: Parameters<typeof openAi.startOpenAi>[0] = {},
  env: Record<string, string> = {},
) => {
  const endpoint = await openAi.startOpenAi(options);
  t.after(endpoint.close);
  const replies = createReplies({
    env: { OPENAI_BASE_URL: endpoint.baseUrl, OPENAI_API_KEY: key, ...env },
    standIns: true,
  });
  assert.ok(replies);
  const ask = (more: Partial<ReplyRequest> = {}) =>
    replies.reply({
      character,
      text: 'Who keeps the lamp?',
      history: [],
      signal: AbortSignal.timeout(20_000),
      ...more,
    });
  return { ...endpoint, ask };
};

const refusal = (status: number, code: string) => (error: unknown) => {
  assert.ok(error instanceof HttpError, String(error));
  assert.deepEqual([error.status, error.code], [status, code]);
  return true;
};

describe('replies by an endpoint like OpenAI’s', () => {
  test('join the streamed parts, wherever the network cuts them', async (t) => {
    const { ask } = await start(t, {
      chat: async (_request, response) => {
        const text =
          ': keep-alive\n\n' +
          openAi.delta({ role: 'assistant', content: '' }) +
          openAi.content('I keep ') +
          openAi.content('the lamp – Grüße! ').replaceAll('\n', '\r\n') +
          openAi.ending();
        openAi.streams(response);
        for (const byte of new TextEncoder().encode(text)) {
          if (!response.write(Uint8Array.of(byte))) await once(response, 'drain');
        }
        response.end();
      },
    });
    const pieces: string[] = [];
    const reply = await ask({ onText: (piece) => pieces.push(piece) });
    assert.deepEqual(reply, { text: 'I keep the lamp – Grüße!', model: 'small-2026' });
    assert.deepEqual(pieces, ['I keep', ' the lamp – Grüße!']);
  });

  test('are asked for with the key, the character, what was said, and as a stream', async (t) => {
    const { ask, chats, asked } = await start(t, { key });
    const history = [
      { role: 'user' as const, text: 'Hello' },
      { role: 'assistant' as const, text: 'Evening.' },
    ];
    await ask({ text: 'And at night?', history });
    const [system, ...turns] = chats[0]?.messages ?? [];
    assert.equal(system?.role, 'system');
    assert.match(system.content, /Nela, lighthouse keeper[^]*Skerry Point/);
    assert.deepEqual(turns, [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Evening.' },
      { role: 'user', content: 'And at night?' },
    ]);
    assert.equal(chats[0]?.stream, true);
    assert.ok(asked.every(({ authorization }) => authorization === `Bearer ${key}`));
  });

  test('need no key where the endpoint asks for none', async (t) => {
    const { ask, asked } = await start(t, {}, { OPENAI_API_KEY: '' });
    await ask();
    assert.ok(asked.every(({ authorization }) => authorization === undefined));
  });

  test('come from the model of the request, else the character’s, else the setting’s, else the first', async (t) => {
    const models = ['first', 'second'];
    const set = await start(t, { models }, { OPENAI_MODEL: 'set' });
    const own = { ...character, model: 'own' };
    assert.equal((await set.ask({ character: own, model: 'named' })).model, 'named');
    assert.equal((await set.ask({ character: own })).model, 'own');
    assert.equal((await set.ask()).model, 'set');
    assert.deepEqual(
      set.chats.map(({ model }) => model),
      ['named', 'own', 'set'],
    );
    const unset = await start(t, { models });
    assert.equal((await unset.ask()).model, 'first');
  });

  test('leave out thoughts, reasoning and calls of tools', async (t) => {
    const { ask } = await start(t, {
      chat: (_request, response) => {
        const tool = { index: 0, id: 'call_1', function: { name: 'light', arguments: '{' } };
        openAi.streams(response).write(openAi.delta({ reasoning_content: 'Hm.', content: null }));
        response.write(openAi.content('<thi') + openAi.content('nk>Who asks?</think>\n\n'));
        response.write(openAi.delta({ tool_calls: [tool] }));
        response.end(openAi.content('I do.') + openAi.ending());
      },
    });
    const pieces: string[] = [];
    const reply = await ask({ onText: (piece) => pieces.push(piece) });
    assert.equal(reply.text, 'I do.');
    assert.deepEqual(pieces, ['I do.']);
  });

  test('are over when the model has said why it stopped, even without the last word', async (t) => {
    const { ask } = await start(t, {
      chat: (_request, response) =>
        openAi.streams(response).end(openAi.content('I do.') + openAi.delta({}, 'length')),
    });
    assert.equal((await ask()).text, 'I do.');
  });

  test('are shown while they are being written', async (t) => {
    const seen = Promise.withResolvers<undefined>();
    const { ask } = await start(t, {
      chat: async (_request, response) => {
        openAi.streams(response).write(openAi.content('I'));
        await seen.promise;
        response.end(openAi.content(' do.') + openAi.ending());
      },
    });
    const reply = await ask({ onText: () => seen.resolve(undefined) });
    assert.equal(reply.text, 'I do.');
  });

  test('are Ollama’s where both are configured', async (t) => {
    const ollama = await startOllama();
    t.after(ollama.close);
    const { ask, asked } = await start(t, {}, { OLLAMA_HOST: ollama.host });
    assert.equal((await ask()).model, 'llama3.2:latest');
    assert.deepEqual(asked, []);
  });

  test('are the stand-in’s where only a key is set, which may be there for other programs', async () => {
    const replies = createReplies({ env: { OPENAI_API_KEY: key }, standIns: true });
    const signal = AbortSignal.timeout(20_000);
    const reply = await replies?.reply({ character, text: 'Hi', history: [], signal });
    assert.equal(reply?.model, 'scripted');
    assert.equal(createReplies({ env: { OPENAI_API_KEY: key }, standIns: false }), undefined);
  });
});

describe('an endpoint like OpenAI’s in trouble', () => {
  const { content, delta, ending, streams } = openAi;
  const faults: Record<string, (response: ServerResponse) => unknown> = {
    'an error in the middle of the stream': (it) => streams(it).end(content('I') + openAi.failure),
    'a stream that ends before it is over': (it) => streams(it).end(content('I')),
    'a connection that breaks': (it) => streams(it).write(content('I'), () => it.destroy()),
    'no choices at all': (it) =>
      streams(it).end('data: {"choices":[]}\n\ndata: {}\n\ndata: [DONE]\n\n'),
    'a call of a tool that nobody offered': (it) =>
      streams(it).end(delta({ tool_calls: [{ index: 0 }] }) + ending('tool_calls')),
    'a reply of white space': (it) => streams(it).end(content(' \n') + ending()),
    'a thought without a reply': (it) => streams(it).end(content('<think>Hm.') + ending()),
    'an event that is no JSON': (it) => streams(it).end(`data: {"secret\n\n${ending()}`),
    'an event of another shape': (it) => streams(it).end('data: ["I"]\n\ndata: [DONE]\n\n'),
    'a page instead of a stream': (it) => it.end('<html>Bad gateway</html>'),
    'JSON instead of a stream': (it) =>
      it.writeHead(200, { 'Content-Type': 'application/json' }).end('{"choices":[]}'),
    'an endless event': (it) => streams(it).end(`data: ${'x'.repeat(5_000_000)}`),
    'a redirect': (it) => it.writeHead(307, { Location: 'https://evil.test/' }).end(),
    'an overloaded server': (it) => it.writeHead(503).end('<html>'),
    'a server without memory': (it) => it.writeHead(500).end('{"error":"CUDA out of memory"}'),
  };
  for (const [name, fault] of Object.entries(faults)) {
    test(`${name} is 503, never a stand-in’s answer`, async (t) => {
      const { ask } = await start(t, { chat: (_request, response) => fault(response) });
      await assert.rejects(ask(), refusal(503, 'unavailable'));
    });
  }

  test('nobody at the address is 503', async () => {
    const gone = await openAi.startOpenAi();
    await gone.close();
    const replies = createOpenAiReplies({ baseUrl: gone.baseUrl });
    const { signal } = new AbortController();
    const reply = replies.reply({ character, text: 'Hi', history: [], signal });
    await assert.rejects(reply, refusal(503, 'unavailable'));
  });

  test('a limit is 503 with the time to wait, in seconds or as a date', async (t) => {
    const date = new Date(Date.now() + 90_000).toUTCString();
    for (const [header, least, most] of [
      ['7', 7, 7],
      [date, 80, 90],
      ['99999', 3600, 3600],
    ] as const) {
      const error = { message: 'Rate limit reached', code: 'rate_limit_exceeded' };
      const chat = openAi.refuses(429, error, { 'Retry-After': header });
      const { ask } = await start(t, { chat });
      await assert.rejects(ask(), (it) => {
        assert.ok(refusal(503, 'unavailable')(it));
        const wait = Number((it as HttpError).headers['Retry-After']);
        assert.ok(wait >= least && wait <= most, `${wait} for ${header}`);
        assert.equal((it as HttpError).extra['retryAfter'], wait);
        return true;
      });
    }
  });

  test('a refused key is the owner’s matter, and is quoted nowhere', async (t) => {
    const { ask } = await start(t, { key: 'another' });
    for (const model of ['small', undefined]) {
      await assert.rejects(ask(model ? { model } : {}), (error) => {
        assert.ok(refusal(503, 'not_configured')(error));
        assert.match((error as HttpError).message, /OPENAI_API_KEY/);
        assert.doesNotMatch(inspect(error, { depth: 9 }), /sentinel/);
        return true;
      });
    }
  });

  test('a model that it does not have is the caller’s mistake where the caller named it', async (t) => {
    const error = { message: 'No such model', code: 'model_not_found' };
    const { ask } = await start(t, { chat: openAi.refuses(404, error) });
    await assert.rejects(ask({ model: 'x' }), refusal(400, 'invalid_request'));
    await assert.rejects(ask(), refusal(503, 'not_configured'));
  });

  test('no model at all is 503 with what to do', async (t) => {
    const { ask } = await start(t, { models: [] });
    await assert.rejects(ask(), /OPENAI_MODEL/);
    await assert.rejects(ask(), refusal(503, 'not_configured'));
  });

  test('an abort ends the model’s work and rejects with the signal’s reason', async (t) => {
    const abort = new AbortController();
    const { ask, hungUp } = await start(t, {
      chat: (_request, response) => openAi.streams(response).write(openAi.content('I')),
    });
    const onText = () => abort.abort(new Error('the visitor left'));
    await assert.rejects(ask({ signal: abort.signal, onText }), /the visitor left/);
    await hungUp;
  });

  test('a model that never ends is stopped by a deadline of its own', async (t) => {
    const { baseUrl, hungUp } = await start(t, {
      chat: (_request, response) => openAi.streams(response).write(openAi.content('I')),
    });
    const replies = createOpenAiReplies({ baseUrl, model: 'small' }, 50);
    const { signal } = new AbortController();
    const reply = replies.reply({ character, text: 'Hi', history: [], signal });
    await assert.rejects(reply, refusal(503, 'timeout'));
    await hungUp;
  });

  test('an address or a key that cannot be meant is refused at the start, unquoted', () => {
    const env = { OPENAI_BASE_URL: 'https://api.test/v1', OPENAI_API_KEY: 'sk-sentinel\nx' };
    for (const [given, named] of [
      [env, 'OPENAI_API_KEY'],
      [{ OPENAI_BASE_URL: 'https://me:sentinel@api.test/v1' }, 'OPENAI_BASE_URL'],
      [{ OPENAI_BASE_URL: 'https://api.test/v1?key=sentinel' }, 'OPENAI_BASE_URL'],
      [{ OPENAI_BASE_URL: 'ftp://sentinel.test' }, 'OPENAI_BASE_URL'],
      [{ OPENAI_BASE_URL: 'sentinel' }, 'OPENAI_BASE_URL'],
    ] as const) {
      assert.throws(
        () => createReplies({ env: given, standIns: true }),
        (error) => {
          assert.ok(error instanceof TypeError);
          assert.match(error.message, new RegExp(named));
          assert.doesNotMatch(error.message, /sentinel/);
          return true;
        },
      );
    }
  });
});
