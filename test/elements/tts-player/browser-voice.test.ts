import { expect } from 'chai';
import { http, HttpResponse } from 'msw';
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

const voices = [
  { voiceURI: 'anna', name: 'Anna', lang: 'de-DE', default: false },
  { voiceURI: 'kate', name: 'Kate', lang: 'en-GB', default: true },
];

/** Test browsers have no voices, so that an engine is stood in for: it speaks when it is told to. */
const fakeEngine = (available: readonly object[] = voices) => {
  const spoken: SpeechSynthesisUtterance[] = [];
  let cancelled = 0;
  const engine = Object.assign(new EventTarget(), {
    getVoices: () => available,
    speak: (utterance: SpeechSynthesisUtterance) => {
      spoken.push(utterance);
      utterance.dispatchEvent(new Event('start'));
    },
    cancel: () => {
      cancelled += 1;
      const event = new Event('error');
      spoken.at(-1)?.dispatchEvent(event);
    },
  });
  Object.defineProperty(window, 'speechSynthesis', { value: engine, configurable: true });
  // A voice of the fake is no voice to the real class.
  Object.defineProperty(SpeechSynthesisUtterance.prototype, 'voice', {
    set: () => undefined,
    configurable: true,
  });
  return {
    spoken,
    cancelled: () => cancelled,
    finish: () => spoken.at(-1)?.dispatchEvent(new Event('end')),
  };
};

const none = (status = 200) =>
  faults.use(
    http.get('/faults/tts/status', () =>
      status === 200
        ? HttpResponse.json({ available: false, state: 'offline', voices: [] })
        : HttpResponse.json({ code: 'not_configured', error: 'x' }, { status }),
    ),
  );

const text = 'A first sentence that is not very short. '.repeat(8);

const player = () =>
  fixture<FaeTtsPlayerElement>(html`
    <fae-tts-player endpoint=${endpoint} text=${text}>Read it yourself.</fae-tts-player>
  `);

describe('<fae-tts-player> without a voice on the server', () => {
  const voice = Object.getOwnPropertyDescriptor(SpeechSynthesisUtterance.prototype, 'voice');
  before(startFaults);
  after(() => {
    if (voice) Object.defineProperty(SpeechSynthesisUtterance.prototype, 'voice', voice);
    Reflect.deleteProperty(window, 'speechSynthesis');
  });
  afterEach(() => {
    cleanUp();
    faults.resetHandlers();
  });

  it('offers the browser’s own, says so, and puts the page’s language first', async () => {
    none();
    fakeEngine();
    document.documentElement.lang = 'en';
    const element = await player();
    await state(element, 'ready');
    await element.updateComplete;
    expect(find(element, '[part=title]').textContent).to.equal('Browser voice');
    const select = find<HTMLSelectElement>(element, '[part=voice]');
    expect([...select.options].map((it) => it.text)).to.deep.equal(['Kate', 'Anna']);
    expect(element.shadowRoot?.querySelector('[part=download]')).to.equal(null);
    expect(await axeViolations(element)).to.deep.equal([]);
  });

  it('does the same where the server says that speech is not configured', async () => {
    none(503);
    fakeEngine();
    await state(await player(), 'ready');
  });

  it('speaks in short pieces, one after the other, to the end', async () => {
    none();
    const engine = fakeEngine();
    const element = await player();
    await state(element, 'ready');
    find(element, '[part=play]').click();
    await until(() => engine.spoken.length === 1);
    expect(engine.cancelled()).to.be.at.least(1);
    const over = event(element, 'fae-tts-player-end');
    for (let piece = 1; !element.paused; piece += 1) {
      expect(engine.spoken.at(-1)?.text.length).to.be.at.most(200);
      expect(engine.spoken.length).to.equal(piece);
      engine.finish();
    }
    await over;
    expect(engine.spoken.map((it) => it.text).join(' ')).to.equal(text.trim());
    expect(element.shadowRoot?.querySelector('[part=error]')).to.equal(null);
  });

  it('pauses by falling silent, and goes on from the word where it stopped', async () => {
    none();
    const engine = fakeEngine();
    const element = await player();
    await state(element, 'ready');
    element.play();
    const first = await until(() => engine.spoken[0]);
    first.dispatchEvent(
      new SpeechSynthesisEvent('boundary', { utterance: first, charIndex: 8, name: 'word' }),
    );
    element.pause();
    expect(element.paused).to.equal(true);
    element.play();
    const again = await until(() => engine.spoken[1]);
    expect(again.text).to.match(/^sentence that is/);
    element.speed = 1.5;
    const faster = await until(() => engine.spoken[2]);
    expect(faster.rate).to.equal(1.5);
  });

  it('seeks to a word, and tells when the browser cannot speak', async () => {
    none();
    const engine = fakeEngine();
    const element = await player();
    await state(element, 'ready');
    element.currentTime = element.duration / 2;
    element.play();
    const utterance = await until(() => engine.spoken[0]);
    expect(text).to.include(utterance.text);
    expect(element.currentTime).to.be.closeTo(element.duration / 2, 1);
    const failure = event<Event & { code: string }>(element, 'fae-tts-player-error');
    utterance.dispatchEvent(new Event('error'));
    expect((await failure).code).to.equal('speech_failed');
    await element.updateComplete;
    expect(find(element, '[part=error]').textContent).to.include('could not read this aloud');
  });

  it('falls silent when it is removed', async () => {
    none();
    const engine = fakeEngine();
    const element = await player();
    await state(element, 'ready');
    element.play();
    await until(() => engine.spoken.length === 1);
    const before = engine.cancelled();
    element.remove();
    await until(() => engine.cancelled() > before);
  });

  it('shows the page’s own words where the browser has no voice either', async () => {
    none();
    fakeEngine([]);
    const element = await player();
    await state(element, 'error');
    expect(find(element, '[part=error]').textContent).to.include('not available right now');
    expect(find<HTMLSlotElement>(element, 'slot').assignedNodes()[0]?.textContent).to.equal(
      'Read it yourself.',
    );
  });
});
