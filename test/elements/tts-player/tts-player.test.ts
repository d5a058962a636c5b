import { expect } from 'chai';
import '../../../src/define/fae-tts-player.ts';
import { FaeTtsPlayerElement } from '../../../src/elements/tts-player/tts-player-element.ts';
import { tts } from '../../../src/client/resources/tts.ts';
import {
  axeViolations,
  cleanUp,
  event,
  find,
  fixture,
  html,
  servers,
  state,
  until,
} from '../../support/browser.ts';

const { endpoint } = servers;
const short = 'The sea is calm tonight.';
const sentence = 'The lighthouse keeper counted the ships as they came in from the north. ';

const ready = async (template = html``): Promise<FaeTtsPlayerElement> => {
  const element = await fixture<FaeTtsPlayerElement>(template);
  await state(element, 'ready');
  await element.updateComplete;
  return element;
};

const withText = (text: string): Promise<FaeTtsPlayerElement> =>
  ready(html`<fae-tts-player endpoint=${endpoint} text=${text}></fae-tts-player>`);

const press = (element: Element, part: string) => find(element, `[part=${part}]`).click();

const choose = (element: Element, part: string, value: string) => {
  const select = find<HTMLSelectElement>(element, `[part=${part}]`);
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
};

/** Counts the posts for speech that go through the page. */
const posts = () =>
  performance.getEntriesByType('resource').filter(({ name }) => name === `${endpoint}/tts`).length;

/** Takes the file that a click on a link would save. */
const savedFile = (): Promise<{ name: string; file: Blob }> =>
  new Promise((resolve, reject) => {
    Object.defineProperty(HTMLAnchorElement.prototype, 'click', {
      configurable: true,
      value(this: HTMLAnchorElement) {
        Reflect.deleteProperty(HTMLAnchorElement.prototype, 'click');
        fetch(this.href)
          .then((it) => it.blob())
          .then((file) => resolve({ name: this.download, file }), reject);
      },
    });
  });

describe('<fae-tts-player>', () => {
  afterEach(cleanUp);

  it('becomes ready with the server’s voices, grouped by language, and asks for no speech', async () => {
    const before = posts();
    const element = await withText(short);
    const groups = [...(element.shadowRoot?.querySelectorAll('optgroup') ?? [])];
    expect(groups.map((it) => it.label)).to.deep.equal(['English (US)', 'English (UK)']);
    const labels = groups.flatMap((group) =>
      [...group.children].map((it) => it.textContent.trim()),
    );
    expect(labels).to.include('Heart (US Female)').and.include('George (UK Male)');
    expect(posts()).to.equal(before);
    expect(await axeViolations(element)).to.deep.equal([]);
  });

  it('speaks audibly', async () => {
    const response = await tts({ base: endpoint }).speak({ text: short });
    const sound = await new OfflineAudioContext(1, 1, 22_050).decodeAudioData(
      await response.arrayBuffer(),
    );
    const loudest = sound.getChannelData(0).reduce((max, it) => Math.max(max, Math.abs(it)), 0);
    expect(loudest).to.be.above(0.1);
  });

  it('plays, pauses, plays on and tells the page', async () => {
    const element = await withText(short);
    const heard: string[] = [];
    for (const name of ['play', 'pause', 'end']) {
      element.addEventListener(`fae-tts-player-${name}`, () => heard.push(name));
    }
    press(element, 'play');
    await until(() => element.currentTime > 0.2);
    expect(find(element, '[part=play]').ariaLabel).to.equal('Pause');
    press(element, 'play');
    expect(element.paused).to.equal(true);
    await element.updateComplete;
    expect(find(element, '[part=play]').ariaLabel).to.equal('Play');
    press(element, 'play');
    await event(element, 'fae-tts-player-end');
    expect(heard).to.deep.equal(['play', 'pause', 'play', 'end']);
    expect(element.currentTime).to.be.closeTo(element.duration, 0.1);
  });

  it('reads a text of more than 2,000 characters without a break', async () => {
    const text = sentence.repeat(32);
    expect(text.length).to.be.above(2000);
    const element = await withText(text);
    element.speed = 2;
    element.play();
    await until(() => element.currentTime > 0.3);
    const first = find<HTMLInputElement>(element, '[part=range]');
    expect(first.ariaValueText).to.match(/^0:\d\d of about \d:\d\d$/);
    // To shortly before the end of the first part, which the second one must follow at once.
    const seam = await until(() => {
      const range = element.shadowRoot?.querySelectorAll<SVGRectElement>('.buffered');
      return range?.length && Number(range[0]?.getAttribute('width')) > 0.3 ? 18 : undefined;
    });
    element.currentTime = seam;
    await until(() => element.currentTime > seam + 0.1);
    const times: number[] = [];
    let longestStop = 0;
    let stoppedAt = performance.now();
    let before = element.currentTime;
    while (element.currentTime < seam + 8) {
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      if (element.currentTime > before) stoppedAt = now;
      longestStop = Math.max(longestStop, now - stoppedAt);
      before = element.currentTime;
      times.push(before);
    }
    expect(longestStop).to.be.below(150);
    expect(find(element, '[part=play]').querySelector('.ring')).to.equal(null);
  }).timeout(40_000);

  it('downloads the whole as one file named after the page', async () => {
    document.title = 'Storm / Calm: a “story”?';
    const element = await withText(`${sentence.repeat(8)}${short}`);
    const saved = savedFile();
    press(element, 'download');
    const { name, file } = await saved;
    expect(name).to.equal('Storm Calm a “story”.wav');
    const sound = await new OfflineAudioContext(1, 1, 22_050).decodeAudioData(
      await file.arrayBuffer(),
    );
    expect(element.duration).to.be.closeTo(sound.duration, 1e-6);
    // It is all there now: playing costs nothing more.
    const before = posts();
    element.play();
    await until(() => element.currentTime > 0.2);
    expect(posts()).to.equal(before);
  });

  it('lets a download be cancelled', async () => {
    const element = await withText(sentence.repeat(40));
    press(element, 'download');
    const cancel = await until(() =>
      element.shadowRoot?.querySelector<HTMLElement>('[aria-label="Cancel the download"]'),
    );
    expect(find(element, '[role=status]').textContent).to.equal('Preparing the download…');
    cancel.click();
    await until(() => find(element, '[part=download]').ariaLabel === 'Download the audio');
    expect(element.shadowRoot?.querySelector('[part=error]')).to.equal(null);
  });

  it('goes on in another voice at the same place', async () => {
    const element = await withText(sentence.repeat(3));
    element.play();
    await until(() => element.currentTime > 0.2);
    element.currentTime = element.duration * 0.7;
    choose(element, 'voice', 'bm_george');
    expect(element.voice).to.equal('bm_george');
    await until(() => element.currentTime / element.duration > 0.72);
    expect(element.currentTime / element.duration).to.be.below(0.9);
    expect(element.paused).to.equal(false);
  });

  it('takes voice and speed from the page, and keeps them within what there is', async () => {
    const element = await ready(html`
      <fae-tts-player endpoint=${endpoint} text=${short} voice="bf_emma" speed="7"></fae-tts-player>
    `);
    expect(find<HTMLSelectElement>(element, '[part=voice]').value).to.equal('bf_emma');
    expect(find<HTMLSelectElement>(element, '[part=speed]').value).to.equal('2');
    element.voice = 'nobody';
    element.speed = 1.1;
    await element.updateComplete;
    expect(find<HTMLSelectElement>(element, '[part=voice]').value).to.equal('af_heart');
    expect(find<HTMLSelectElement>(element, '[part=speed]').value).to.equal('1.1');
    choose(element, 'speed', '0.75');
    expect(element.speed).to.equal(0.75);
  });

  it('is moved by the keys of the range, also from right to left', async () => {
    const element = await withText(sentence.repeat(20));
    const range = find<HTMLInputElement>(element, '[part=range]');
    const key = (name: string) =>
      range.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
    key('ArrowRight');
    key('ArrowUp');
    await element.updateComplete;
    expect(element.currentTime).to.equal(10);
    expect(range.ariaValueText).to.match(/^0:10 of about 1:\d\d$/);
    element.dir = 'rtl';
    key('ArrowRight');
    await element.updateComplete;
    expect(element.currentTime).to.equal(5);
    key('PageUp');
    expect(element.currentTime).to.equal(35);
    range.value = '20';
    range.dispatchEvent(new Event('input', { bubbles: true }));
    expect(element.currentTime).to.equal(35);
    await element.updateComplete;
    expect(range.ariaValueText).to.match(/^0:20/);
    range.dispatchEvent(new Event('change', { bubbles: true }));
    expect(element.currentTime).to.equal(20);
  });

  it('reads another element, waits for one that is missing, and follows its changes', async () => {
    const element = await fixture<FaeTtsPlayerElement>(html`
      <fae-tts-player endpoint=${endpoint} for="story"></fae-tts-player>
    `);
    const failure = await event<Event & { code: string }>(element, 'fae-error');
    expect(failure.code).to.equal('no_target');
    expect(find(element, '[part=error]').textContent).to.include('The text to read was not found.');
    expect(await axeViolations(element)).to.deep.equal([]);

    const story = document.createElement('p');
    story.id = 'story';
    story.textContent = short;
    element.after(story);
    await state(element, 'ready');
    const before = element.duration;
    story.append(' And a sentence more.');
    await until(() => element.duration > before);

    story.textContent = ' ';
    await state(element, 'empty');
    await element.updateComplete;
    expect(find(element, '[part=empty]').textContent).to.include('nothing to read');
    expect(await axeViolations(element)).to.deep.equal([]);
  });

  it('follows the id to another element that takes it', async () => {
    const element = await fixture<FaeTtsPlayerElement>(html`
      <fae-tts-player endpoint=${endpoint} for="story"></fae-tts-player>
      <p id="story">${short}</p>
    `);
    await state(element, 'ready');
    const before = element.duration;
    const next = document.createElement('p');
    next.id = 'story';
    next.textContent = sentence.repeat(5);
    document.querySelector('#story')?.replaceWith(next);
    await until(() => element.duration > before);
    next.removeAttribute('id');
    await state(element, 'error');
  });

  it('does not change under a visitor who is listening', async () => {
    const element = await fixture<FaeTtsPlayerElement>(html`
      <fae-tts-player endpoint=${endpoint} for="story"></fae-tts-player>
      <p id="story">${short}</p>
    `);
    await state(element, 'ready');
    element.play();
    await until(() => element.currentTime > 0.2);
    document.querySelector('#story')?.replaceChildren('Something else altogether.');
    const { duration } = element;
    await element.updateComplete;
    expect(element.paused).to.equal(false);
    expect(element.duration).to.be.closeTo(duration, 0.5);
    await event(element, 'fae-tts-player-end');
    await until(() => element.currentTime === 0);
    expect(element.paused).to.equal(true);
  });

  it('stops for another text that the page gives it', async () => {
    const element = await withText(short);
    element.play();
    await until(() => element.currentTime > 0.2);
    element.text = 'Another one.';
    await element.updateComplete;
    expect(element.paused).to.equal(true);
    expect(element.currentTime).to.equal(0);
    expect(element.state).to.equal('ready');
  });

  it('falls silent when another player begins', async () => {
    const first = await fixture<FaeTtsPlayerElement>(html`
      <fae-tts-player endpoint=${endpoint} text=${sentence}></fae-tts-player>
      <fae-tts-player endpoint=${endpoint} text=${short}></fae-tts-player>
    `);
    const second = first.nextElementSibling as FaeTtsPlayerElement;
    await state(first, 'ready');
    await state(second, 'ready');
    first.play();
    await until(() => first.currentTime > 0.2);
    second.play();
    await event(first, 'fae-tts-player-pause');
    await until(() => second.currentTime > 0.1);
    expect(first.paused).to.equal(true);
    expect(navigator.mediaSession.playbackState).to.equal('playing');
  });

  it('stays silent, and asks for nothing, where the page prevents it', async () => {
    const element = await withText(short);
    element.addEventListener('fae-tts-player-play', (it) => it.preventDefault());
    const before = posts();
    press(element, 'play');
    await until(() => element.paused);
    expect(posts()).to.equal(before);
  });

  it('plays on when it is moved, and stops when it is removed', async () => {
    const element = await withText(sentence);
    element.play();
    await until(() => element.currentTime > 0.2);
    document.body.append(element);
    await element.updateComplete;
    expect(element.paused).to.equal(false);
    const before = element.currentTime;
    await until(() => element.currentTime > before + 0.1);

    element.remove();
    await until(() => element.paused);
    expect(navigator.mediaSession.playbackState).to.equal('none');
    document.body.append(element);
    await state(element, 'ready');
    expect(element.currentTime).to.equal(0);
    element.remove();
  });

  it('shows what it holds on the lock screen', async () => {
    const element = await ready(html`
      <fae-tts-player endpoint=${endpoint} text=${sentence} label="Storm"></fae-tts-player>
    `);
    element.play();
    await until(() => element.currentTime > 0.1);
    expect(navigator.mediaSession.metadata?.title).to.equal('Storm');
    expect(find(element, '[part=title]').textContent).to.equal('Storm');
  });

  it('takes its own words from the page', async () => {
    const element = await ready(html`
      <fae-tts-player
        endpoint=${endpoint}
        text=${short}
        strings='{"play":"Abspielen","listen":"Anhören","languages":{"US":"Amerikanisch"}}'
      ></fae-tts-player>
    `);
    expect(find(element, '[part=play]').ariaLabel).to.equal('Abspielen');
    expect(find(element, '[part=title]').textContent).to.equal('Anhören');
    const groups = [...(element.shadowRoot?.querySelectorAll('optgroup') ?? [])];
    expect(groups.map((it) => it.label)).to.deep.equal(['Amerikanisch', 'UK']);
  });

  it('takes properties that were set before it was defined', async () => {
    const early = Object.assign(document.createElement('fae-tts-later'), {
      endpoint,
      text: short,
      currentTime: 7,
    });
    customElements.define('fae-tts-later', class extends FaeTtsPlayerElement {});
    const box = await fixture(html`<div></div>`);
    box.append(early);
    await state(early, 'ready');
    expect(early.currentTime).to.equal(0);
    early.currentTime = 1;
    expect(early.currentTime).to.equal(1);
    early.currentTime = NaN;
    expect(early.currentTime).to.equal(0);
  });

  it('says that no proxy is named', async () => {
    const element = await fixture(html`<fae-tts-player text=${short}>Read it.</fae-tts-player>`);
    await state(element, 'error');
    expect(find(element, '[part=error]').textContent).to.include('not set up');
    expect(find(element, 'slot')).to.be.instanceOf(HTMLSlotElement);
  });
});
