import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, describe, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { HttpError } from '../../../src/http/problem.ts';
import { createSpeech, type Speech } from '../../../src/platform/engines/speech.ts';
import { readWav } from './wav-file.ts';

const start = (): Speech => {
  const speech = createSpeech({ env: {}, standIns: true });
  assert.ok(speech);
  return speech;
};

const shared = start();
after(() => shared.close());

const sentence = 'The lamp of Skerry Point can be seen from the mainland.';
const longest = `${sentence} `.repeat(40).slice(0, 2000);

const speak = (
  more: { text?: string; voice?: string; speed?: number; signal?: AbortSignal } = {},
  speech = shared,
) =>
  speech.speak({
    text: sentence,
    voice: 'af_heart',
    speed: 1,
    signal: AbortSignal.timeout(60_000),
    ...more,
  });

const loudness = (samples: Int16Array) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);

const refusal = (status: number, code: string) => (error: unknown) => {
  assert.ok(error instanceof HttpError, String(error));
  assert.deepEqual([error.status, error.code], [status, code]);
  return true;
};

/** The worker threads that start while the test runs. */
const watchThreads = (t: TestContext): Worker[] => {
  const threads: Worker[] = [];
  const onThread = (thread: Worker) => threads.push(thread);
  process.on('worker', onThread);
  t.after(() => process.off('worker', onThread));
  return threads;
};

const ended = (thread: Worker | undefined) =>
  new Promise((resolve) => {
    assert.ok(thread);
    if (thread.threadId === -1) resolve(undefined);
    else thread.once('exit', resolve);
  });

describe('speech', () => {
  test('is refused where a short text would be spoken without end, and goes on after it', async () => {
    const endless = speak({ text: '999999999 '.repeat(200).trim(), speed: 0.5 });
    const next = speak();
    await assert.rejects(endless, refusal(413, 'too_large'));
    assert.ok(readWav(await next).seconds > 1);
  });

  test('is a mono 16-bit PCM WAV file that can be heard', async () => {
    const { format, sampleRate, samples, seconds } = readWav(await speak());
    assert.deepEqual(format, { pcm: true, channels: 1, bits: 16, bytesPerSecond: sampleRate * 2 });
    assert.ok(seconds > 2 && seconds < 6, `${String(seconds)} s`);
    assert.ok(loudness(samples) > 1000, 'loud enough');
  });

  test('is twice as short at twice the speed, and twice as long at half', async () => {
    const [half, normal, double] = await Promise.all(
      [0.5, 1, 2].map(async (speed) => readWav(await speak({ speed })).seconds),
    );
    assert.ok(half && normal && double);
    assert.ok(Math.abs(half / normal - 2) < 0.3, `half: ${String(half / normal)}`);
    assert.ok(Math.abs(normal / double - 2) < 0.3, `double: ${String(normal / double)}`);
  });

  test('sounds different in each of the eight voices', async () => {
    const { voices, available, state } = await shared.status();
    assert.deepEqual({ available, state }, { available: true, state: 'ready' });
    assert.equal(voices.length, 8);
    assert.deepEqual(voices[0], { id: 'af_heart', label: 'Heart (US Female)' });
    const files = await Promise.all(voices.map(({ id }) => speak({ voice: id })));
    const prints = files.map((file) => Buffer.from(file).toString('base64'));
    assert.equal(new Set(prints).size, 8);
    for (const file of files) assert.ok(loudness(readWav(file).samples) > 1000);
  });

  test('reads 2,000 characters to the end', async () => {
    const one = readWav(await speak()).seconds;
    const all = readWav(await speak({ text: longest })).seconds;
    const expected = (longest.length / (sentence.length + 1)) * one;
    assert.ok(Math.abs(all / expected - 1) < 0.15, `${String(all)} s of ${String(expected)} s`);
  });

  test('takes markup and control characters as text', async () => {
    const pause = readWav(await speak({ text: 'One <break time="90s"/> two.' })).seconds;
    assert.ok(pause < 10, `${String(pause)} s`);
    const cut = readWav(await speak({ text: 'One.\u0000 Two, three, four, five, six.' })).seconds;
    assert.ok(cut > 1.5, `${String(cut)} s`);
  });

  test('does not hold up the thread that asked for it', async () => {
    let turns = 0;
    let speaking = true;
    const turn = () => {
      turns += 1;
      if (speaking) setImmediate(turn);
    };
    setImmediate(turn);
    await speak({ text: longest });
    speaking = false;
    // Blocked, the loop would turn a handful of times: for the thread's messages.
    assert.ok(turns > 200, `${String(turns)} turns`);
  });

  test('refuses an unknown voice and a speed out of range', async () => {
    await assert.rejects(speak({ voice: 'af_nobody' }), refusal(400, 'invalid_request'));
    for (const speed of [0.49, 2.01, Number.NaN]) {
      await assert.rejects(speak({ speed }), refusal(400, 'invalid_request'), String(speed));
    }
  });
});

describe('speech that is no longer wanted', () => {
  test('ends the thread when it is being spoken, and the next one is spoken', async (t) => {
    const speech = start();
    t.after(() => speech.close());
    const threads = watchThreads(t);
    const abort = new AbortController();
    const spoken = speak({ text: longest, signal: abort.signal }, speech);
    const following = speak({}, speech);
    abort.abort(new Error('the visitor left'));
    await assert.rejects(spoken, /the visitor left/);
    await ended(threads[0]);
    assert.ok(readWav(await following).seconds > 2);
    assert.equal(threads.length, 2);
  });

  test('is never spoken when it was still waiting', async (t) => {
    const speech = start();
    t.after(() => speech.close());
    const threads = watchThreads(t);
    const abort = new AbortController();
    const first = speak({}, speech);
    const waiting = speak({ text: longest, signal: abort.signal }, speech);
    abort.abort(new Error('the visitor left'));
    await assert.rejects(waiting, /the visitor left/);
    assert.ok(readWav(await first).seconds > 2);
    assert.equal(threads.length, 1);
  });

  test('is not begun when the signal has aborted before', async (t) => {
    const threads = watchThreads(t);
    const speech = start();
    const signal = AbortSignal.abort(new Error('the visitor left'));
    await assert.rejects(speak({ signal }, speech), /the visitor left/);
    assert.equal(threads.length, 0);
  });

  test('does not keep the process alive', async () => {
    const speech = new URL('../../../src/platform/engines/speech.ts', import.meta.url);
    const script = `
      const { createSpeech } = await import(${JSON.stringify(speech.href)});
      const request = { text: 'Lamp.', voice: 'am_adam', speed: 1 };
      const { signal } = new AbortController();
      const file = await createSpeech({ env: {}, standIns: true }).speak({ ...request, signal });
      console.log(file.length > 44 ? 'spoken' : 'silent');`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { timeout: 30_000 },
    );
    assert.equal(stdout.trim(), 'spoken');
  });

  test('is refused when the engine closes, whose thread ends', async (t) => {
    const threads = watchThreads(t);
    const speech = start();
    const refused = Promise.all(
      [speak({}, speech), speak({}, speech)].map((spoken) =>
        assert.rejects(spoken, refusal(503, 'unavailable')),
      ),
    );
    await speech.close();
    await refused;
    await ended(threads[0]);
  });
});

describe('whether there is speech', () => {
  test('not without stand-ins, and not when switched off', () => {
    assert.equal(createSpeech({ env: {}, standIns: false }), undefined);
    assert.equal(createSpeech({ env: { FAE_SPEECH: 'off' }, standIns: true }), undefined);
    assert.ok(createSpeech({ env: { FAE_SPEECH: 'test' }, standIns: false }));
  });

  test('where espeak-ng is not installed, it is offline and names the install line', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'fae-speech-'));
    t.after(() => rm(folder, { recursive: true }));
    for (const room of ['http', 'platform/engines']) {
      const source = new URL(`../../../src/${room}/`, import.meta.url);
      await cp(source, join(folder, 'src', room), { recursive: true });
    }
    const file = join(folder, 'src/platform/engines/speech.ts');
    const copy = (await import(pathToFileURL(file).href)) as { createSpeech: typeof createSpeech };
    const speech = copy.createSpeech({ env: {}, standIns: true });
    assert.ok(speech);
    const { available, state } = await speech.status();
    assert.deepEqual({ available, state }, { available: false, state: 'offline' });
    await assert.rejects(speak({}, speech), {
      status: 503,
      code: 'not_configured',
      message: /npm install @echogarden\/espeak-ng-emscripten$/,
    });
  });
});
