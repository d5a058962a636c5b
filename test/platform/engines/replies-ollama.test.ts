import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import test, { describe, type TestContext } from 'node:test';
import { HttpError } from '../../../src/http/problem.ts';
import { createReplies } from '../../../src/platform/engines/replies.ts';
import { chunk, refuses, says, startOllama } from './fake-ollama.ts';

const character = {
  name: 'Nela',
  title: 'lighthouse keeper',
  traits: ['curt', 'kind'],
  background: 'I keep the lamp of Skerry Point.',
  prompt: 'Never give sailing advice.',
};

const start = async (t: TestContext, options: Parameters<typeof startOllama>[0] = {}) => {
  const ollama = await startOllama(options);
  t.after(ollama.close);
  return ollama;
};

const repliesAt = (hosts: string) => {
  const replies = createReplies({ env: { OLLAMA_HOST: hosts }, standIns: true });
  assert.ok(replies);
  return replies;
};

const ask = (
  hosts: string,
  more: { model?: string; signal?: AbortSignal; onText?: (piece: string) => void } = {},
) =>
  repliesAt(hosts).reply({
    character,
    text: 'Who keeps the lamp?',
    history: [],
    signal: AbortSignal.timeout(20_000),
    ...more,
  });

const refusal = (status: number, code: string) => (error: unknown) => {
  assert.ok(error instanceof HttpError, String(error));
  assert.equal(error.status, status);
  assert.equal(error.code, code);
  return true;
};

describe('replies by Ollama', () => {
  test('join the streamed parts, wherever the network cuts them', async (t) => {
    const ollama = await start(t, {
      chat: async (_request, response) => {
        const bytes = new TextEncoder().encode(
          chunk('I keep ') + chunk('the lamp – Grüße! ') + chunk('', true),
        );
        for (const byte of bytes) {
          if (!response.write(Uint8Array.of(byte))) await once(response, 'drain');
        }
        response.end();
      },
    });
    const reply = await ask(ollama.host);
    assert.deepEqual(reply, { text: 'I keep the lamp – Grüße!', model: 'llama3.2:latest' });
  });

  test('are asked for with the character, the conversation so far and what the visitor says', async (t) => {
    const ollama = await start(t);
    await repliesAt(ollama.host).reply({
      character,
      text: 'And at night?',
      history: [
        { role: 'user', text: 'Hello' },
        { role: 'assistant', text: 'Evening.' },
      ],
      signal: AbortSignal.timeout(20_000),
    });
    const [chat] = ollama.chats;
    assert.ok(chat);
    const [system, ...turns] = chat.messages;
    for (const part of ['Nela', 'lighthouse keeper', 'curt, kind', 'Skerry Point', 'sailing']) {
      assert.match(system?.content ?? '', new RegExp(part));
    }
    assert.deepEqual(turns, [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Evening.' },
      { role: 'user', content: 'And at night?' },
    ]);
    assert.equal(chat.stream, true);
    assert.equal(chat.keep_alive, '15m');
  });

  test('carry only as much history as fits, the latest of it', async (t) => {
    const ollama = await start(t);
    const history = Array.from({ length: 60 }, (_, index) => ({
      role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
      text: `turn ${String(index)} ${'x'.repeat(900)}`,
    }));
    await repliesAt(ollama.host).reply({
      character,
      text: 'Go on',
      history,
      signal: AbortSignal.timeout(20_000),
    });
    const turns = ollama.chats[0]?.messages.slice(1, -1) ?? [];
    assert.ok(turns.length >= 4 && turns.length <= 20, String(turns.length));
    assert.match(turns.at(-1)?.content ?? '', /^turn 59 /);
  });

  test('come from the model of the request, else the character’s, else the first there is', async (t) => {
    const ollama = await start(t, { models: ['first:1b', 'second:1b'] });
    const replies = repliesAt(ollama.host);
    const signal = AbortSignal.timeout(20_000);
    const shared = { text: 'Hello', history: [], signal };
    const own = { ...character, model: 'own:1b' };
    const named = await replies.reply({ ...shared, character: own, model: 'named:1b' });
    const chosen = await replies.reply({ ...shared, character: own });
    const first = await replies.reply({ ...shared, character });
    assert.deepEqual([named.model, chosen.model, first.model], ['named:1b', 'own:1b', 'first:1b']);
    assert.deepEqual(
      ollama.chats.map(({ model }) => model),
      ['named:1b', 'own:1b', 'first:1b'],
    );
  });

  test('come from the first host that answers', async (t) => {
    const gone = await startOllama();
    await gone.close();
    const ollama = await start(t, { chat: says('From the second.') });
    assert.equal((await ask(`${gone.host}, http://${ollama.host}/`)).text, 'From the second.');
  });

  test('are shown while they are being written', async (t) => {
    const seen = Promise.withResolvers<undefined>();
    const ollama = await start(t, {
      chat: async (_request, response) => {
        response.write(chunk(' \nI keep '));
        await seen.promise;
        response.end(chunk('the lamp. \n') + chunk('', true));
      },
    });
    const pieces: string[] = [];
    const onText = (piece: string) => {
      pieces.push(piece);
      seen.resolve(undefined);
    };
    assert.equal((await ask(ollama.host, { onText })).text, 'I keep the lamp.');
    assert.deepEqual(pieces, ['I keep', ' the lamp.']);
  });

  test('leave a model’s thoughts out', async (t) => {
    const ollama = await start(t, {
      chat: (_request, response) => {
        const thought = {
          message: { role: 'assistant', content: '', thinking: 'Hm.' },
          done: false,
        };
        response.write(`${JSON.stringify(thought)}\n`);
        response.end(chunk('<think>Who asks?</think>\n\nI do.') + chunk('', true));
      },
    });
    assert.equal((await ask(ollama.host)).text, 'I do.');
  });
});

describe('replies by an Ollama in trouble', () => {
  const faults: Record<string, (response: ServerResponse) => void> = {
    'an error line in the middle of the stream': (response) =>
      response.end(`${chunk('I ke')}${JSON.stringify({ error: 'CUDA out of memory' })}\n`),
    'a stream that ends before it is done': (response) => response.end(chunk('I ke')),
    'a connection that breaks': (response) =>
      response.write(chunk('I ke'), () => response.destroy()),
    'a page instead of JSON': (response) => response.end('<html>Bad gateway</html>'),
    'JSON of another shape': (response) => response.end('["done"]\n'),
    'an empty reply': (response) => response.end(chunk(' ') + chunk('', true)),
    'an endless line': (response) => response.end('x'.repeat(2_000_000)),
    'a redirect': (response) => response.writeHead(302, { Location: '/elsewhere' }).end(),
  };
  for (const [name, fault] of Object.entries(faults)) {
    test(`${name} is 503, never a stand-in’s answer`, async (t) => {
      const ollama = await start(t, { chat: (_request, response) => fault(response) });
      await assert.rejects(ask(ollama.host), refusal(503, 'unavailable'));
    });
  }

  test('a full queue is 503', async (t) => {
    const ollama = await start(t, { chat: refuses(503, 'server busy, please try again') });
    await assert.rejects(ask(ollama.host), refusal(503, 'unavailable'));
  });

  test('no host that answers is 503', async () => {
    const gone = await startOllama();
    await gone.close();
    await assert.rejects(ask(gone.host), refusal(503, 'unavailable'));
  });

  test('a model that it does not have is the caller’s mistake where the caller named it', async (t) => {
    const ollama = await start(t, { chat: refuses(404, "model 'x' not found") });
    await assert.rejects(ask(ollama.host, { model: 'x' }), refusal(400, 'invalid_request'));
    await assert.rejects(ask(ollama.host), refusal(503, 'not_configured'));
  });

  test('no model at all is 503 with what to do', async (t) => {
    const ollama = await start(t, { models: [] });
    await assert.rejects(ask(ollama.host), refusal(503, 'not_configured'));
    await assert.rejects(ask(ollama.host), /ollama pull/);
  });

  test('an abort ends the model’s work and rejects with the signal’s reason', async (t) => {
    const abort = new AbortController();
    const ollama = await start(t, {
      chat: (_request, response) => {
        response.write(chunk('I ke'), () => abort.abort(new Error('the visitor left')));
      },
    });
    await assert.rejects(ask(ollama.host, { signal: abort.signal }), /the visitor left/);
    await ollama.hungUp;
  });

  test('an address that cannot be read is refused at the start', () => {
    assert.throws(() => repliesAt('http://:bad'), /OLLAMA_HOST/);
  });
});
