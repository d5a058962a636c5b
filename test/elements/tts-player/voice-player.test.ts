import { expect } from 'chai';
import { ElementError } from '../../../src/ui/failure.ts';
import type { Reader } from '../../../src/elements/tts-player/reader.ts';
import type { Speech } from '../../../src/elements/tts-player/speech.ts';
import { createVoicePlayer } from '../../../src/elements/tts-player/voice-player.ts';
import { event, until } from '../../support/browser.ts';
import { speechOf, tone } from './sounds.ts';

/** Sentences long enough that each one is a part of its own. */
const sentences = (count: number): string =>
  Array.from({ length: count }, (_, at) => `Sentence ${at} ${'goes on and on '.repeat(60)}.`).join(
    ' ',
  );

type Synthesize = (text: string, voice: string | undefined, signal: AbortSignal) => Promise<Speech>;

const players: Reader[] = [];

const start = (count: number, synthesize: Synthesize, options: { speed?: number } = {}) => {
  const asked: string[] = [];
  const audio = new Audio();
  const changes = new EventTarget();
  const player = createVoicePlayer({
    text: sentences(count),
    language: 'en',
    voice: 'a',
    speed: options.speed ?? 1,
    audio,
    changed: () => changes.dispatchEvent(new Event('change')),
    synthesize: (text, voice, signal) => {
      asked.push(`${voice}${/\d+/.exec(text)?.[0]}`);
      return synthesize(text, voice, signal);
    },
  });
  players.push(player);
  return { player, audio, asked };
};

const seconds =
  (length: number): Synthesize =>
  async () =>
    speechOf(tone(length));

const ended = (player: Reader) => until(() => player.activity === 'ended', 'the end');

describe('the voice player', () => {
  afterEach(() => players.splice(0).forEach((player) => player.close()));

  it('asks for nothing before it is played, and then for one part ahead', async () => {
    const { player, asked } = start(5, seconds(60));
    expect(asked).to.deep.equal([]);
    player.play();
    await until(() => player.position > 0.1);
    expect(asked).to.deep.equal(['a0', 'a1']);
  });

  it('plays parts without a break: time runs on over every seam', async () => {
    const { player, audio } = start(4, seconds(0.6));
    const stalls: number[] = [];
    audio.addEventListener('waiting', () => stalls.push(player.position));
    player.play();
    await event(audio, 'playing');
    const beginning = performance.now() - player.position * 1000;
    stalls.length = 0;
    let worst = 0;
    let before = player.position;
    while (player.activity === 'playing') {
      await new Promise(requestAnimationFrame);
      worst = Math.max(worst, Math.abs((performance.now() - beginning) / 1000 - player.position));
      expect(player.position).to.be.at.least(before);
      before = player.position;
    }
    expect(stalls).to.deep.equal([]);
    // The clock of sound and that of the page differ by the sound card's buffer, not by gaps.
    expect(worst).to.be.below(0.25);
    expect(player.position).to.be.closeTo(2.4, 0.05);
    expect(player.exact).to.equal(true);
  });

  it('joins what has been spoken into one file, sample by sample', async () => {
    const tones = [tone(0.31, 200), tone(0.222, 300), tone(0.4, 400)];
    const { player, asked } = start(3, async (text) => {
      const number = Number(/\d+/.exec(text)?.[0]);
      return speechOf(tones[number] ?? tone(1));
    });
    const steps: number[] = [];
    const file = await player.file?.(new AbortController().signal, (done) => steps.push(done));
    const bytes = await file?.slice(44).arrayBuffer();
    const whole = new Int16Array(await new Blob(tones).arrayBuffer());
    expect(new Int16Array(bytes ?? new ArrayBuffer())).to.deep.equal(whole);
    expect(steps).to.deep.equal([0, 1, 2]);
    expect(asked).to.deep.equal(['a0', 'a1', 'a2']);
    player.play();
    await until(() => player.position > 0);
    expect(asked.length).to.equal(3);
  });

  it('keeps the pitch and needs no new speech at another speed', async () => {
    const { player, audio, asked } = start(2, seconds(1.5), { speed: 1.5 });
    player.play();
    const beginning = await event(audio, 'playing').then(() => performance.now());
    player.setSpeed(2);
    await ended(player);
    expect(performance.now() - beginning).to.be.within(1200, 2200);
    expect(audio.preservesPitch).to.equal(true);
    expect(asked).to.deep.equal(['a0', 'a1']);
  });

  it('goes on at the same place when it is paused in between', async () => {
    const { player, audio } = start(1, seconds(3));
    player.play();
    await until(() => player.position > 0.3);
    player.pause();
    const place = player.position;
    await event(audio, 'pause');
    expect(player.activity).to.equal('paused');
    player.play();
    await event(audio, 'playing');
    expect(player.position).to.be.closeTo(place, 0.15);
  });

  it('seeks within what is there to the exact moment, without asking anew', async () => {
    const { player, asked } = start(2, seconds(4));
    player.play();
    await until(() => player.position > 0.1 && player.exact);
    player.seek(5.5);
    expect(player.position).to.be.closeTo(5.5, 0.05);
    await until(() => player.position > 5.6);
    player.seek(0.5);
    expect(player.position).to.be.closeTo(0.5, 0.05);
    expect(asked).to.deep.equal(['a0', 'a1']);
  });

  it('seeks to a part that is not there by speaking that one next', async () => {
    const { player, asked } = start(8, seconds(60));
    player.play();
    await until(() => player.position > 0.1);
    const goal = player.duration * 0.7;
    player.seek(goal);
    expect(player.position).to.be.closeTo(goal, 1);
    await until(() => !player.waiting);
    expect(player.position).to.be.closeTo(goal, 10);
    expect(asked).to.include('a5').and.not.include('a3');
    expect(player.ranges.length).to.equal(2);
  });

  it('speaks nothing while it is only being moved in silence', async () => {
    const { player, asked } = start(8, seconds(60));
    player.seek(200);
    expect(player.position).to.be.closeTo(200, 1);
    expect(asked).to.deep.equal([]);
    player.play();
    await until(() => !player.waiting);
    expect(asked[0]).to.equal('a3');
  });

  it('gives up a part that nobody wants any more', async () => {
    const signals: AbortSignal[] = [];
    const { player } = start(8, (_text, _voice, signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    });
    player.play();
    player.seek(300);
    expect(signals.map((it) => it.aborted)).to.deep.equal([true, false]);
    player.close();
    expect(signals.map((it) => it.aborted)).to.deep.equal([true, true]);
  });

  it('goes on in another voice at the same place', async () => {
    const lengths = { a: 4, b: 2 };
    const { player, asked } = start(2, async (_text, voice) =>
      speechOf(tone(voice === 'b' ? lengths.b : lengths.a)),
    );
    player.play();
    await until(() => player.exact);
    player.seek(6);
    await until(() => player.position > 6.05);
    player.setVoice('b');
    await until(() => player.position > 2.9 && player.position < 3.5 && !player.waiting);
    expect(player.activity).to.equal('playing');
    expect(asked).to.include('b1');
    player.setVoice('a');
    await until(() => player.position > 6 && !player.waiting);
    expect(asked.filter((it) => it === 'a1').length).to.equal(1);
  });

  it('waits for a slow part, and goes on by itself when it comes', async () => {
    const late = Promise.withResolvers<Speech>();
    let calls = 0;
    const { player } = start(2, () => {
      calls += 1;
      return calls === 1 ? seconds(0.5)('', '', new AbortController().signal) : late.promise;
    });
    player.play();
    await until(() => player.waiting && player.position > 0.3);
    expect(player.failure).to.equal(undefined);
    late.resolve(speechOf(tone(0.5)));
    await ended(player);
    expect(player.position).to.be.closeTo(1, 0.05);
  });

  it('plays what it has before it tells that the rest failed, and takes it up on play', async () => {
    let fails = true;
    const { player, asked } = start(3, async (text) => {
      if (text.includes('Sentence 1') && fails) {
        throw new ElementError('unavailable', 'gone', { retryable: true });
      }
      return speechOf(tone(0.6));
    });
    player.play();
    await until(() => player.position > 0.05);
    expect(player.failure).to.equal(undefined);
    await until(() => player.failure);
    expect(player.failure?.code).to.equal('unavailable');
    expect(player.activity).to.equal('paused');
    expect(player.position).to.be.closeTo(0.6, 0.1);
    fails = false;
    player.play();
    await ended(player);
    expect(asked.filter((it) => it === 'a0').length).to.equal(1);
    expect(player.position).to.be.closeTo(1.8, 0.05);
  });

  it('starts again from the beginning after the end', async () => {
    const { player, asked } = start(1, seconds(0.4));
    player.play();
    await ended(player);
    player.play();
    await until(() => player.activity === 'playing' && player.position < 0.3);
    await ended(player);
    expect(asked).to.deep.equal(['a0']);
  });

  it('plays texts of many minutes without filling the memory of the browser', async () => {
    const { player, audio } = start(3, seconds(120));
    player.play();
    await until(() => player.position > 0.1);
    await until(() => audio.buffered.length && audio.buffered.end(0) > 15);
    expect(audio.buffered.end(0)).to.be.below(30);
    player.seek(115);
    await until(() => !player.waiting && player.position > 115.1);
    expect(player.activity).to.equal('playing');
  });

  it('makes do without MediaSource', async () => {
    const { MediaSource: present } = window;
    Reflect.set(window, 'MediaSource', undefined);
    after(() => Reflect.set(window, 'MediaSource', present));
    const { player, asked } = start(3, seconds(0.5));
    player.play();
    await until(() => player.position > 0.6);
    await ended(player);
    expect(player.position).to.be.closeTo(1.5, 0.05);
    expect(asked).to.deep.equal(['a0', 'a1', 'a2']);
    player.seek(0.7);
    player.play();
    await until(() => player.activity === 'playing' && player.position > 0.75);
    await ended(player);
    Reflect.set(window, 'MediaSource', present);
  });

  it('leaves nothing playing when it is closed', async () => {
    const { player, audio } = start(1, seconds(3));
    player.play();
    await until(() => player.position > 0.1);
    player.close();
    expect(audio.paused).to.equal(true);
    expect(audio.hasAttribute('src')).to.equal(false);
  });
});
