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
  servers,
  state,
  until,
} from '../../support/browser.ts';
import { faults, faultyEndpoint, startFaults } from '../../support/faults.ts';

const { endpoint } = servers;
const short = 'The sea is calm tonight.';

const shown = async (proxy = endpoint): Promise<FaeTtsPlayerElement> => {
  const element = await fixture<FaeTtsPlayerElement>(html`
    <fae-tts-player endpoint=${proxy} text=${short}></fae-tts-player>
  `);
  await state(element, 'ready');
  await element.updateComplete;
  return element;
};

/** A player whose server has voices and then refuses to speak. */
const refused = async (): Promise<FaeTtsPlayerElement> => {
  faults.use(
    http.get('/faults/tts/status', () =>
      HttpResponse.json({ available: true, voices: [{ id: 'a', label: 'Ada (UK Female)' }] }),
    ),
    http.post('/faults/tts', () =>
      HttpResponse.json({ code: 'rate_limited' }, { status: 429, headers: { 'Retry-After': '7' } }),
    ),
  );
  const element = await shown(faultyEndpoint);
  const failure = event(element, 'fae-tts-player-error');
  find(element, '[part=play]').click();
  await failure;
  await element.updateComplete;
  return element;
};

describe('<fae-tts-player> on the page', () => {
  before(startFaults);
  afterEach(() => {
    faults.resetHandlers();
    document.body.style.cssText = '';
    cleanUp();
  });

  it('keeps its place on the page in every state', async () => {
    const element = await fixture<FaeTtsPlayerElement>(html`
      <fae-tts-player endpoint=${endpoint} text=${short}></fae-tts-player>
    `);
    const heights = new Set([element.offsetHeight]);
    await state(element, 'ready');
    await element.updateComplete;
    heights.add(element.offsetHeight);
    element.play();
    await until(() => element.currentTime > 0.1);
    heights.add(element.offsetHeight);
    element.text = '';
    await state(element, 'empty');
    await element.updateComplete;
    heights.add(element.offsetHeight);
    expect([...heights]).to.deep.equal([136]);
  });

  it('has nothing to complain about in the dark, while it plays, and on a narrow page', async () => {
    const element = await shown();
    const host = element.parentElement;
    if (!host) throw new Error('no parent');
    host.style.colorScheme = 'dark';
    host.style.background = '#111';
    host.style.color = '#eee';
    host.style.inlineSize = '280px';
    element.play();
    await until(() => element.currentTime > 0.1);
    expect(await axeViolations(element)).to.deep.equal([]);
    expect(element.scrollWidth).to.be.at.most(280);
    const player = find(element, '[part=player]');
    expect(player.scrollWidth).to.be.at.most(player.clientWidth);
  });

  it('can be read on a dark page that does not say that it is dark', async () => {
    document.body.style.cssText = 'background: #101014; color: #eee';
    expect(await axeViolations(await refused())).to.deep.equal([]);
  });

  it('grows with large text, and nothing is cut off or sticks out', async () => {
    document.body.style.cssText = 'font-size: 32px; inline-size: 280px';
    const fits = (element: FaeTtsPlayerElement, what: string) => {
      const player = find(element, '[part=player]');
      expect(player.scrollWidth, what).to.be.at.most(player.clientWidth);
    };
    const loading = await fixture<FaeTtsPlayerElement>(html`
      <fae-tts-player endpoint=${endpoint} text=${short}></fae-tts-player>
    `);
    fits(loading, 'loading');
    const { offsetHeight } = loading;
    await state(loading, 'ready');
    await loading.updateComplete;
    expect(loading.offsetHeight).to.equal(offsetHeight);
    const title = find(loading, '[part=title]');
    expect(title.scrollHeight).to.be.at.most(title.clientHeight);
    fits(await refused(), 'failed');
  });

  it('keeps fallback and notice apart, and their room is that of the player', async () => {
    const element = await fixture<FaeTtsPlayerElement>(html`
      <fae-tts-player text=${short}></fae-tts-player>
    `);
    await state(element, 'error');
    await element.updateComplete;
    expect(find(element, '[part=error]').offsetHeight).to.equal(136);
    const link = document.createElement('a');
    link.textContent = 'Download it';
    element.append(link);
    const { bottom } = link.getBoundingClientRect();
    expect(find(element, '[part=error]').getBoundingClientRect().top).to.be.at.least(bottom + 4);
  });
});
