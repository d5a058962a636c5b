import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { describe, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { HttpError } from '../../../src/http/problem.ts';
import { defaultTimes, type KokoroTimes } from '../../../src/platform/engines/kokoro-child.ts';
import { createKokoroSpeech } from '../../../src/platform/engines/kokoro.ts';
import { createSpeech, type Speech } from '../../../src/platform/engines/speech.ts';
import { until } from '../until.ts';
import { sampleRate, samplesPerLetter } from './kokoro-standin.ts';
import { readWav } from './wav-file.ts';

const module = new URL('./kokoro-standin.ts', import.meta.url).href;

const folderOf = async (t: TestContext): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'fae-kokoro-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
};

/** A folder that looks like the model's. */
const modelOf = async (
  t: TestContext,
  files: readonly string[] = ['model_quantized.onnx', 'model.onnx'],
): Promise<string> => {
  const folder = await folderOf(t);
  await mkdir(join(folder, 'onnx'));
  for (const name of ['config.json', 'tokenizer.json']) await writeFile(join(folder, name), '{}');
  for (const name of files) await writeFile(join(folder, 'onnx', name), '');
  return folder;
};

interface Logged {
  readonly text?: string;
  readonly pid?: number;
  readonly dtype?: string;
  readonly device?: string;
  readonly secret?: string;
  readonly voice?: string;
  readonly speed?: number;
}

const start = async (t: TestContext, times: Partial<KokoroTimes> = {}, given?: string) => {
  const model = given ?? (await modelOf(t));
  const speech = createKokoroSpeech({ model, module, times: { ...defaultTimes, ...times } });
  t.after(() => speech.close());
  /** What the model was asked for: first to be loaded, then texts. */
  const log = async (): Promise<Logged[]> =>
    (await readFile(join(model, 'log'), 'utf8').catch(() => ''))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Logged);
  return { speech, log, model };
};

const speak = (speech: Speech, more: Partial<Parameters<Speech['speak']>[0]> = {}) =>
  speech.speak({
    text: 'The lamp of Skerry Point.',
    voice: 'af_heart',
    speed: 1,
    signal: AbortSignal.timeout(20_000),
    ...more,
  });

const refusal =
  (status: number, code: string, message = /./) =>
  (error: unknown) => {
    assert.ok(error instanceof HttpError, String(error));
    assert.deepEqual([error.status, error.code], [status, code]);
    assert.match(error.message, message);
    return true;
  };

const isRunning = (pid = 0): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** The largest step from one sample to the next: a click is one. */
const largestStep = (samples: Int16Array): number =>
  samples.reduce((most, it, index) => Math.max(most, Math.abs(it - (samples[index - 1] ?? 0))), 0);

describe('speech by Kokoro', () => {
  test('is a mono 16-bit PCM WAV file at the model’s rate, in the voice and at the speed', async (t) => {
    const { speech, log } = await start(t);
    const { format, seconds, sampleRate: rate } = readWav(await speak(speech));
    assert.equal(rate, sampleRate);
    assert.deepEqual(format, { pcm: true, channels: 1, bits: 16, bytesPerSecond: rate * 2 });
    const fast = readWav(await speak(speech, { voice: 'am_adam', speed: 2 }));
    assert.ok(Math.abs(seconds / fast.seconds - 2) < 0.01);
    const [loaded, ...spoken] = await log();
    assert.deepEqual([loaded?.dtype, loaded?.device], ['q8', 'cpu']);
    assert.deepEqual(
      spoken.map(({ voice, speed }) => [voice, speed]),
      [
        ['af_heart', 1],
        ['am_adam', 2],
      ],
    );
  });

  test('speaks all of a long text, which the model alone would cut short', async (t) => {
    const { speech, log } = await start(t);
    const sentence = 'The lamp of Skerry Point can be seen from the mainland. ';
    const text = sentence.repeat(40).slice(0, 2000).trim();
    const { samples } = readWav(await speak(speech, { text }));
    const spoken = (await log()).flatMap((it) => it.text ?? []);
    assert.equal(spoken.join(' '), text);
    assert.ok(spoken.length > 5);
    assert.ok(spoken.every((piece) => /[.\w]$/.test(piece) && piece.length > 100));
    const expected = text.length * samplesPerLetter;
    assert.ok(Math.abs(samples.length / expected - 1) < 0.02);
  });

  test('speaks all of what is longer spoken than written', async (t) => {
    const { speech, log } = await start(t);
    const text = `${'9'.repeat(200)} ${'我喜欢灯塔'.repeat(20)} ${'WWW '.repeat(40)}`.trim();
    await speak(speech, { text });
    const spoken = (await log()).flatMap((it) => it.text ?? []);
    assert.equal(spoken.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
    for (const piece of spoken) {
      const [digits, signs] = [/\d/g, /\p{Script=Han}/gu].map(
        (kind) => piece.match(kind)?.length ?? 0,
      );
      assert.ok((digits ?? 0) * 11 + (signs ?? 0) * 14 <= 510, piece);
    }
  });

  test('has no click where pieces meet, nor at its ends', async (t) => {
    const { speech } = await start(t);
    const one = readWav(await speak(speech, { text: 'Lamp.' })).samples;
    // The tone itself goes this far from one sample to the next.
    const smooth = largestStep(one.subarray(1_000, -1_000));
    const text = 'The lamp of Skerry Point can be seen from the mainland. '.repeat(12);
    const { samples } = readWav(await speak(speech, { text }));
    assert.deepEqual([samples[0], samples.at(-1)], [0, 0]);
    assert.ok(largestStep(samples) < smooth * 3, `${largestStep(samples)}, in itself ${smooth}`);
  });

  test('takes markup and control characters as text, and is silent where there is none', async (t) => {
    const { speech, log } = await start(t);
    await speak(speech, { text: 'One <break time="90s"/>\u0000two.' });
    const { seconds, samples } = readWav(await speak(speech, { text: '… — !' }));
    assert.ok(seconds > 0 && samples.every((sample) => sample === 0));
    const spoken = (await log()).flatMap((it) => it.text ?? []);
    assert.equal(spoken.length, 1);
    assert.doesNotMatch(spoken[0] ?? '', /[<>\u0000]/);
  });

  test('is refused where a text would be spoken without end', async (t) => {
    const { speech } = await start(t);
    const endless = speak(speech, { text: 'lamp '.repeat(1_300), speed: 0.5 });
    await assert.rejects(endless, refusal(413, 'too_large'));
    assert.ok((await speak(speech)).byteLength > 44);
  });

  test('refuses an unknown voice and a speed out of range', async (t) => {
    const { speech, log } = await start(t);
    await assert.rejects(speak(speech, { voice: 'af_nobody' }), refusal(400, 'invalid_request'));
    await assert.rejects(speak(speech, { speed: 2.1 }), refusal(400, 'invalid_request'));
    assert.deepEqual(await log(), []);
  });

  test('does not hold up the thread that asked for it', async (t) => {
    const { speech } = await start(t);
    let turns = 0;
    let speaking = true;
    const turn = () => {
      turns += 1;
      if (speaking) setImmediate(turn);
    };
    setImmediate(turn);
    await speak(speech, { text: 'The lamp can be seen. '.repeat(90) });
    speaking = false;
    // Blocked, the loop would turn a handful of times: for the process's messages.
    assert.ok(turns > 200, `${turns} turns`);
  });
});

describe('Kokoro’s model', () => {
  test('is loaded once, in a process that gets no setting of the platform’s', async (t) => {
    process.env['FAE_SENTINEL'] = 'sentinel';
    t.after(() => delete process.env['FAE_SENTINEL']);
    const { speech, log } = await start(t);
    await Promise.all([speak(speech), speak(speech), speech.status()]);
    const loaded = (await log()).filter(({ pid }) => pid);
    assert.equal(loaded.length, 1);
    assert.notEqual(loaded[0]?.pid, process.pid);
    assert.equal(loaded[0]?.secret, 'none');
  });

  test('is loading when its state is first asked for, and then ready', async (t) => {
    const { speech } = await start(t);
    const { available, state, voices } = await speech.status();
    assert.deepEqual([available, state], [true, 'loading']);
    assert.deepEqual(voices[0], { id: 'af_heart', label: 'Heart (US Female)' });
    assert.equal(voices.length, 8);
    while ((await speech.status()).state === 'loading');
    assert.equal((await speech.status()).state, 'ready');
  });

  test('is used in the precision that is there', async (t) => {
    for (const [file, dtype] of [
      ['model.onnx', 'fp32'],
      ['model_q4f16.onnx', 'q4f16'],
    ] as const) {
      const { speech, log } = await start(t, {}, await modelOf(t, [file]));
      await speak(speech);
      assert.equal((await log())[0]?.dtype, dtype);
    }
  });

  test('is not configured where its folder lacks a file, and says which are needed', async (t) => {
    const [empty, half] = [await folderOf(t), await modelOf(t, [])];
    for (const folder of [empty, half, join(empty, 'nowhere')]) {
      const { speech } = await start(t, {}, folder);
      const { available, state } = await speech.status();
      assert.deepEqual([available, state], [false, 'offline']);
      await assert.rejects(speak(speech), refusal(503, 'not_configured', /KOKORO_MODEL.*onnx/));
    }
  });

  test('that cannot be loaded is offline, and is not tried again at once', async (t) => {
    for (const [trouble, reason] of [
      ['fail', /does not like this/],
      ['crash', /process ended/],
      ['hang', /too long/],
    ] as const) {
      const model = await modelOf(t);
      await writeFile(join(model, 'trouble'), trouble);
      const { speech, log } = await start(t, { longest: 1_000, pause: 60_000 }, model);
      await assert.rejects(speak(speech), refusal(503, 'unavailable', reason));
      await assert.rejects(speak(speech), refusal(503, 'unavailable', /a short while ago/));
      assert.equal((await speech.status()).state, 'offline');
      assert.equal((await log()).length, 1);
    }
  });

  test('is tried again after a while', async (t) => {
    const model = await modelOf(t);
    await writeFile(join(model, 'trouble'), 'fail');
    const { speech } = await start(t, { pause: 0 }, model);
    await assert.rejects(speak(speech), refusal(503, 'unavailable'));
    await rm(join(model, 'trouble'));
    assert.ok((await speak(speech)).byteLength > 44);
  });
});

describe('Kokoro’s process', () => {
  for (const [trouble, name, reason] of [
    ['crash', 'crashes', /process ended/],
    ['hang', 'hangs', /too long/],
    ['fail', 'fails', /does not like this/],
  ] as const) {
    test(`that ${name} while it speaks is 503, and the next text is spoken`, async (t) => {
      const { speech } = await start(t, { longest: 1_000 });
      await speak(speech);
      const failing = speak(speech, { text: `Now ${trouble}.` });
      const next = speak(speech);
      await assert.rejects(failing, refusal(503, 'unavailable', reason));
      assert.ok((await next).byteLength > 44);
    });
  }

  test('that was killed while it had nothing to do is started again', async (t) => {
    const { speech, log } = await start(t);
    await speak(speech);
    const [first] = await log();
    assert.ok(first?.pid);
    process.kill(first.pid, 'SIGKILL');
    await until(async () => (await speech.status()).state === 'loading');
    assert.ok((await speak(speech)).byteLength > 44);
  });

  test('ends when there is nothing to do, and when the engine closes', async (t) => {
    const idle = await start(t, { idle: 20 });
    await speak(idle.speech);
    const [first] = await idle.log();
    await until(() => !isRunning(first?.pid));
    assert.ok((await speak(idle.speech)).byteLength > 44);

    const { speech, log } = await start(t);
    await speak(speech);
    const waiting = [speak(speech, { text: 'Now hang.' }), speak(speech)];
    const refused = Promise.all(
      waiting.map((it) => assert.rejects(it, refusal(503, 'unavailable'))),
    );
    await speech.close();
    await refused;
    const [second] = await log();
    await until(() => !isRunning(second?.pid));
    assert.equal((await log()).filter(({ pid }) => pid).length, 1, 'none was started after it');
  });

  for (const [what, last, said] of [
    ['does not keep the platform’s process alive', '', 'spoken'],
    ['is waited for at the end', 'await speech.close(); console.log("ended");', 'spoken\nended'],
  ] as const) {
    test(what, async (t) => {
      const model = await modelOf(t);
      const kokoro = new URL('../../../src/platform/engines/kokoro.ts', import.meta.url);
      const script = `
        const { createKokoroSpeech } = await import(${JSON.stringify(kokoro.href)});
        const speech = createKokoroSpeech(${JSON.stringify({ model, module })});
        const { signal } = new AbortController();
        const file = await speech.speak({ text: 'Lamp.', voice: 'am_adam', speed: 1, signal });
        console.log(file.length > 44 ? 'spoken' : 'silent');
        ${last}`;
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--input-type=module', '--eval', script],
        { timeout: 30_000 },
      );
      assert.equal(stdout.trim(), said);
      const [loaded] = (await readFile(join(model, 'log'), 'utf8')).split('\n');
      const { pid } = JSON.parse(loaded ?? '') as { pid: number };
      await until(() => !isRunning(pid));
    });
  }
});

describe('speech by Kokoro that is no longer wanted', () => {
  test('is left after the piece that is being spoken, and the model stays', async (t) => {
    const { speech, log } = await start(t);
    await speak(speech);
    const abort = new AbortController();
    const text = 'The lamp of Skerry Point can be seen from the mainland. '.repeat(36);
    const spoken = speak(speech, { text, signal: abort.signal });
    await until(async () => (await log()).length > 2);
    const following = speak(speech, { text: 'Next.' });
    abort.abort(new Error('the visitor left'));
    await assert.rejects(spoken, /the visitor left/);
    await following;
    const all = await log();
    assert.equal(all.filter(({ pid }) => pid).length, 1);
    assert.ok(all.length < 8, `${all.length} pieces`);
    assert.equal(all.at(-1)?.text, 'Next.');
  });

  test('is never spoken when it was still waiting', async (t) => {
    const { speech, log } = await start(t);
    const abort = new AbortController();
    const first = speak(speech);
    const waiting = speak(speech, { text: 'Never.', signal: abort.signal });
    abort.abort(new Error('the visitor left'));
    await assert.rejects(waiting, /the visitor left/);
    await first;
    await speak(speech);
    assert.ok(!(await log()).some(({ text }) => text === 'Never.'));
  });
});

describe('whether Kokoro speaks', () => {
  test('where KOKORO_MODEL names it, stand-ins or not, unless it is switched off', async (t) => {
    const env = { KOKORO_MODEL: await modelOf(t) };
    const install = /npm install kokoro-js$/;
    for (const standIns of [true, false]) {
      const speech = createSpeech({ env, standIns });
      assert.ok(speech);
      assert.equal((await speech.status()).state, 'offline');
      await assert.rejects(speak(speech), refusal(503, 'not_configured', install));
    }
    assert.equal(createSpeech({ env: { ...env, FAE_SPEECH: 'off' }, standIns: true }), undefined);
    const standIn = createSpeech({ env: { ...env, FAE_SPEECH: 'test' }, standIns: false });
    assert.equal((await standIn?.status())?.state, 'ready');
  });

  test('once kokoro-js is installed beside the platform', async (t) => {
    const folder = await folderOf(t);
    for (const room of ['http', 'platform/engines']) {
      const source = new URL(`../../../src/${room}/`, import.meta.url);
      await cp(source, join(folder, 'src', room), { recursive: true });
    }
    const installed = join(folder, 'node_modules/kokoro-js');
    await mkdir(installed, { recursive: true });
    const manifest = { name: 'kokoro-js', type: 'module', exports: './index.js' };
    await writeFile(join(installed, 'package.json'), JSON.stringify(manifest));
    await writeFile(join(installed, 'index.js'), `export * from ${JSON.stringify(module)};`);
    const file = join(folder, 'src/platform/engines/speech.ts');
    const copy = (await import(pathToFileURL(file).href)) as { createSpeech: typeof createSpeech };
    const speech = copy.createSpeech({ env: { KOKORO_MODEL: await modelOf(t) }, standIns: false });
    assert.ok(speech);
    t.after(() => speech.close());
    assert.ok(readWav(await speak(speech)).seconds > 1);
  });
});
