import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { HttpError } from '../../src/http/problem.ts';
import type { Speech } from '../../src/platform/engines/speech.ts';
import { startPlatform } from './support.ts';

const wav = new TextEncoder().encode('RIFF....WAVE');

const speaking = (speak: Speech['speak']): Speech => ({
  status: () => Promise.resolve({ available: true, state: 'ready', voices: [] }),
  speak,
  close: () => Promise.resolve(),
});

describe('Speech', () => {
  test('is a WAV file, by the default voice and speed unless told otherwise', async (t) => {
    const asked: unknown[] = [];
    const speech = speaking(({ text, voice, speed }) => {
      asked.push({ text, voice, speed });
      return Promise.resolve(wav);
    });
    const server = await startPlatform({}, { services: { speech } });
    t.after(server.close);
    const response = await server.call('POST', '/api/tts', { text: 'Hello' });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Content-Type'), 'audio/wav');
    assert.equal(response.headers.get('Content-Length'), String(wav.length));
    assert.deepEqual(new Uint8Array(await response.arrayBuffer()), wav);
    const workspaceId = server.platform.workspace;
    const body = { text: 'Slowly', voice: 'bm_george', speed: 0.5, workspaceId };
    await (await server.call('POST', '/api/tts', body)).arrayBuffer();
    assert.deepEqual(asked, [
      { text: 'Hello', voice: 'af_heart', speed: 1 },
      { text: 'Slowly', voice: 'bm_george', speed: 0.5 },
    ]);
  });

  test('leaves a job behind, done or failed', async (t) => {
    const speech = speaking(({ text }) =>
      text === 'Fail'
        ? Promise.reject(new HttpError(503, 'unavailable', 'No voice today.'))
        : Promise.resolve(wav),
    );
    const server = await startPlatform({}, { services: { speech } });
    t.after(server.close);
    await (await server.call('POST', '/api/tts', { text: 'Work' })).arrayBuffer();
    assert.equal(
      (await server.json(503, 'POST', '/api/tts', { text: 'Fail' }))['code'],
      'unavailable',
    );
    const jobs = server.store.db.selectFrom('jobs').selectAll().where('kind', '=', 'speech');
    assert.deepEqual(
      (await jobs.orderBy('id').execute()).map((it) => [it.status, it.workspace]),
      [
        ['done', server.platform.workspace],
        ['failed', server.platform.workspace],
      ],
    );
  });

  test('is really spoken by the stand-in', async (t) => {
    const server = await startPlatform();
    t.after(server.close);
    const response = await server.call('POST', '/api/tts', { text: 'Hello', voice: 'bf_emma' });
    const bytes = new Uint8Array(await response.arrayBuffer());
    assert.equal(new TextDecoder().decode(bytes.subarray(0, 4)), 'RIFF');
    const samples = new Int16Array(bytes.buffer, 44);
    assert.ok(samples.some((sample) => Math.abs(sample) > 1000));
  });

  for (const [field, body] of [
    ['text', { text: '' }],
    ['text', { text: 'x'.repeat(2001) }],
    ['text', {}],
    ['speed', { text: 'x', speed: 5 }],
    ['speed', { text: 'x', speed: 0.4 }],
    ['speed', { text: 'x', speed: '1' }],
    ['voice', { text: 'x', voice: 'nobody' }],
    ['workspaceId', { text: 'x', workspaceId: 5 }],
  ] as const) {
    const shown = JSON.stringify(body).slice(0, 40);
    test(`is refused for ${shown}`, async (t) => {
      const server = await startPlatform();
      t.after(server.close);
      const refused = await server.json(400, 'POST', '/api/tts', body);
      assert.equal(refused['code'], 'invalid_request');
      assert.match(String(refused['error']), new RegExp(field));
    });
  }

  test('is offline and not configured without an engine', async (t) => {
    const server = await startPlatform({ standIns: false });
    t.after(server.close);
    const status = await server.json(200, 'GET', '/api/tts/status');
    assert.deepEqual(status, { available: false, state: 'offline', voices: [] });
    const refused = await server.json(503, 'POST', '/api/tts', { text: 'Hello' });
    assert.equal(refused['code'], 'not_configured');
  });
});
