import { expect } from 'chai';
import { delay, http, HttpResponse } from 'msw';
import '../../../src/define/fae-tts-player.ts';
import type { FaeTtsPlayerElement } from '../../../src/elements/tts-player/tts-player-element.ts';
import {
  axeViolations,
  cleanUp,
  event,
  find,
  fixture,
  html,
  state,
  until,
} from '../../support/browser.ts';
import { faults, faultyEndpoint as endpoint, startFaults } from '../../support/faults.ts';
import { tone, wavOfFloats, wavOfIntegers } from './sounds.ts';

const long = Array.from(
  { length: 3 },
  (_, at) => `Part ${at} ${'of a long story '.repeat(50)}.`,
).join(' ');

const voices = http.get('/faults/tts/status', () =>
  HttpResponse.json({
    available: true,
    state: 'ready',
    voices: [
      { id: 'af_heart', label: 'Heart (US Female)' },
      { id: 'plain', label: 'Plain' },
    ],
  }),
);

const wav = async (seconds: number) =>
  new HttpResponse(await wavOfFloats(tone(seconds)), { headers: { 'Content-Type': 'audio/wav' } });

/** Answers for speech, one after the other; the last one goes on. */
const speech = (...answers: ((body: unknown) => Response | Promise<Response>)[]) => {
  const asked: unknown[] = [];
  const handler = http.post('/faults/tts', async ({ request }) => {
    const body: unknown = await request.json();
    asked.push(body);
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    return answer ? answer(body) : HttpResponse.error();
  });
  faults.use(voices, handler);
  return asked;
};

const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  HttpResponse.json({ error: 'secret upstream words', code }, { status, headers });

const player = async (text = long): Promise<FaeTtsPlayerElement> => {
  const element = await fixture<FaeTtsPlayerElement>(html`
    <fae-tts-player endpoint=${endpoint} text=${text}></fae-tts-player>
  `);
  await state(element, 'ready');
  return element;
};

const played = async (element: FaeTtsPlayerElement) => {
  find(element, '[part=play]').click();
  const failure = await event<Event & { code: string }>(element, 'fae-tts-player-error');
  await element.updateComplete;
  return failure.code;
};

const message = (element: Element) => find(element, '[part=error]').textContent.trim();

describe('<fae-tts-player> and faults', () => {
  before(startFaults);
  afterEach(() => {
    cleanUp();
    faults.resetHandlers();
  });

  it('sends text and voice and nothing else, each text within 2,000 characters', async () => {
    const asked = speech(() => wav(0.3));
    const element = await player(`${'An endless sentence without a stop '.repeat(120)}.`);
    element.speed = 2;
    element.play();
    await event(element, 'fae-tts-player-end');
    for (const body of asked as Record<string, string>[]) {
      expect(Object.keys(body).sort()).to.deep.equal(['text', 'voice']);
      expect(body['text']?.length).to.be.at.most(2000);
    }
    const words = (asked as Record<string, string>[]).flatMap((it) => it['text']?.split(' ') ?? []);
    expect(words.length).to.equal(120 * 6 + 1);
  });

  it('says how long to wait when there were too many requests, and plays on retry', async () => {
    speech(
      () => problem(429, 'rate_limited', { 'Retry-After': '7' }),
      () => wav(1),
    );
    const element = await player();
    expect(await played(element)).to.equal('rate_limited');
    expect(message(element)).to.include('again in 7 s');
    expect(await axeViolations(element)).to.deep.equal([]);
    find(element, '[part=retry]').click();
    await until(() => element.currentTime > 0.1);
    expect(element.shadowRoot?.querySelector('[part=error]')).to.equal(null);
    expect(element.shadowRoot?.activeElement).to.equal(find(element, '[part=play]'));
  });

  it('keeps what has been played when the server goes away', async () => {
    let isDown = false;
    const asked = speech(async () => {
      if (isDown) return problem(503, 'unavailable');
      isDown = true;
      return wav(0.5);
    });
    const element = await player();
    expect(await played(element)).to.equal('unavailable');
    expect(message(element)).to.include('not available right now');
    expect(message(element)).not.to.include('secret');
    expect(element.currentTime).to.be.closeTo(0.5, 0.1);
    expect(element.shadowRoot?.querySelectorAll('.buffered').length).to.equal(1);
    faults.use(
      http.post('/faults/tts', async ({ request }) => {
        asked.push(await request.json());
        return wav(0.5);
      }),
    );
    find(element, '[part=retry]').click();
    await event(element, 'fae-tts-player-end');
    const firsts = (asked as { text: string }[]).filter(({ text }) => text.startsWith('Part 0'));
    expect(firsts.length).to.equal(1);
  });

  for (const [what, answer, code] of [
    ['an answer that is no sound', () => HttpResponse.html('<h1>Sign in</h1>'), 'bad_response'],
    ['no connection', () => HttpResponse.error(), 'network'],
    ['a text that takes too long', () => problem(504, 'upstream_timeout'), 'upstream_timeout'],
    [
      'a stream that breaks off',
      () =>
        new HttpResponse(
          new ReadableStream({
            start: (controller) => {
              controller.enqueue(new Uint8Array(100));
              controller.error(new Error('gone'));
            },
          }),
          { headers: { 'Content-Type': 'audio/wav' } },
        ),
      'bad_response',
    ],
  ] as const) {
    it(`tells of ${what}`, async () => {
      speech(answer);
      const element = await player();
      expect(await played(element)).to.equal(code);
      expect(message(element)).to.match(/\S+ .*Try again$/s);
      expect(element.state).to.equal('ready');
      expect(element.paused).to.equal(true);
    });
  }

  it('takes sound of other formats and rates along', async () => {
    speech(
      () => wav(0.4),
      async () => new HttpResponse(await wavOfIntegers(tone(0.4))),
    );
    const element = await player();
    element.play();
    await event(element, 'fae-tts-player-end');
    expect(element.duration).to.be.closeTo(1.2, 0.01);
  });

  it('offers another try when a download fails', async () => {
    speech(
      () => problem(500, 'server_error'),
      () => wav(0.1),
    );
    const element = await player();
    find(element, '[part=download]').click();
    await event(element, 'fae-tts-player-error');
    await element.updateComplete;
    expect(message(element)).to.match(/Try again$/);
  });

  it('stops asking when it is removed', async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    const { fetch } = globalThis;
    window.fetch = (input, init) => {
      signals.push(init?.signal);
      return fetch(input, init);
    };
    faults.use(
      voices,
      http.post('/faults/tts', () => delay('infinite')),
    );
    const element = await player();
    element.play();
    await until(() => find(element, '[role=status]').textContent === 'Preparing the speech…');
    await until(() => signals.length === 2);
    expect(signals[1]?.aborted).to.equal(false);
    element.remove();
    await until(() => signals[1]?.aborted);
    window.fetch = fetch;
  });

  it('shows the fallback and loads again when the status cannot be had', async () => {
    faults.use(http.get('/faults/tts/status', () => problem(500, 'server_error'), { once: true }));
    faults.use(
      http.get('/faults/tts/status', () => HttpResponse.json('x'), { once: true }),
      http.get('/faults/tts/status', () => HttpResponse.json('x'), { once: true }),
      http.get('/faults/tts/status', () => HttpResponse.json('x'), { once: true }),
    );
    const element = await fixture(html`
      <fae-tts-player endpoint=${endpoint} text="Hello.">Read it yourself.</fae-tts-player>
    `);
    await state(element, 'error');
    expect(element.offsetHeight).to.equal(136);
    expect(await axeViolations(element)).to.deep.equal([]);
    faults.use(voices);
    find(element, '[part=retry]').click();
    await state(element, 'ready');
  });

  it('shows hostile labels and texts as text', async () => {
    const bad = '<img src=x onerror=alert(1)>';
    faults.use(
      http.get('/faults/tts/status', () =>
        HttpResponse.json({ available: true, voices: [{ id: bad, label: bad }, { id: 7 }, null] }),
      ),
    );
    const element = await player(bad);
    expect(find(element, 'option').textContent).to.equal(bad);
    expect(element.shadowRoot?.querySelector('img')).to.equal(null);
  });
});
