import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import { http, HttpResponse } from 'msw';
import { ApiError, createClient } from '../../../src/client/index.ts';
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
import { faults, faultyEndpoint, startFaults } from '../../support/faults.ts';
import {
  bubbles,
  button as chatButton,
  knownChat,
  obstacle,
  say,
} from '../character-chat/chat-page.ts';
import { button, productPath, product, shown, stay, text } from '../checkout/shop.ts';
import '../../../src/define/fae-tts-player.ts';
import {
  cancelButton,
  guarded,
  isThere,
  openDialog,
  siteKeys,
  solve,
  startTurnstile,
  stopTurnstile,
  widgets,
} from './captcha-page.ts';

const checkoutPath = '/payments/embed/checkout';
const responsePath = '/characters/response';

const checkoutUrl = () => HttpResponse.json({ url: 'https://pay.example/1' });
const reply = () => HttpResponse.json({ response: 'Hello to you.' });

const guardCheckout = (siteKey: string) => {
  const { handler, captchas } = guarded(checkoutPath, siteKey, checkoutUrl);
  faults.use(
    http.get(productPath, () => HttpResponse.json(product)),
    handler,
  );
  return captchas;
};

const guardChat = (siteKey: string) => {
  const { handler, captchas } = guarded(responsePath, siteKey, reply);
  faults.use(handler);
  return captchas;
};

const client = createClient({ endpoint: faultyEndpoint });
const ask = (signal?: AbortSignal) =>
  client.characters.response({ characterId: 'a'.repeat(24), text: 'x' }, { signal });

/** How a call ends, as text. */
const outcome = (call: Promise<{ response: string }>): Promise<string> =>
  call.then(
    (it) => it.response,
    (error: unknown) => (error instanceof ApiError ? error.code : String(error)),
  );

describe('a captcha on the page', () => {
  const warn = console.warn.bind(console);
  let warnings: string[] = [];

  before(startFaults);
  beforeEach(async () => {
    await startTurnstile();
    warnings = [];
    console.warn = (...words: unknown[]) => void warnings.push(words.join(' '));
    document.addEventListener('fae-checkout-redirect', stay);
  });
  afterEach(() => {
    console.warn = warn;
    document.removeEventListener('fae-checkout-redirect', stay);
    cleanUp();
    faults.resetHandlers();
    sessionStorage.clear();
    stopTurnstile();
  });
  after(() => void faults.stop());

  it('is not noticed by those who need not do anything', async () => {
    const captchas = guardChat(siteKeys.passes);
    let opened = 0;
    const original =
      Object.getOwnPropertyDescriptor(HTMLDialogElement.prototype, 'showModal') ?? {};
    HTMLDialogElement.prototype.showModal = () => void (opened += 1);
    expect(await outcome(ask())).to.equal('Hello to you.');
    Object.defineProperty(HTMLDialogElement.prototype, 'showModal', original);
    expect(opened).to.equal(0);
    expect(captchas).to.deep.equal([null, 'XXXX.DUMMY.TOKEN.XXXX']);
    const [widget] = widgets();
    expect(widget?.options).to.include({ action: 'fae', sitekey: siteKeys.passes });
    expect(widget?.isRemoved).to.equal(true);
    expect(await outcome(ask())).to.equal('Hello to you.');
    expect(widgets().length, 'the pass spares the next one').to.equal(1);
  });

  it('asks where it must, and gives the focus back', async () => {
    const captchas = guardCheckout(siteKeys.asks);
    const element = await shown();
    button(element).focus();
    await sendKeys({ press: 'Enter' });
    const dialog = await openDialog();
    expect(dialog.matches(':modal')).to.equal(true);
    expect(text(element, 'message')).to.equal('Opening checkout…');
    const root = dialog.getRootNode() as ShadowRoot;
    expect(root.activeElement?.textContent).to.equal('A quick check');
    expect(find(root.host, '[role=status]').textContent).to.contain('confirm that you are human');

    const leaving = event(element, 'fae-checkout-redirect');
    await solve();
    await leaving;
    expect(dialog.isConnected).to.equal(false);
    expect(element.shadowRoot?.activeElement).to.equal(button(element));
    expect(captchas).to.deep.equal([null, 'XXXX.DUMMY.TOKEN.XXXX']);
  });

  it('is reached and cancelled with the keyboard', async () => {
    guardChat(siteKeys.asks);
    const call = outcome(ask());
    const dialog = await openDialog();
    await until(() => widgets()[0]?.frame.clientHeight === 65);
    await sendKeys({ press: 'Tab' });
    const box = widgets()[0]?.frame.contentDocument?.querySelector('input');
    await until(() => box?.matches(':focus'), 'the widget to have the focus');
    await sendKeys({ press: 'Tab' });
    const root = dialog.getRootNode() as ShadowRoot;
    await until(() => root.activeElement === cancelButton(dialog), 'Cancel to have the focus');
    await sendKeys({ press: 'Enter' });
    expect(await call).to.equal('captcha_required');
    expect(isThere()).to.equal(false);
    expect(warnings).to.deep.equal([]);
  });

  it('can be cancelled with Escape, and comes again with the next try', async () => {
    guardCheckout(siteKeys.asks);
    const element = await shown();
    const failed = event<Event & { code: string }>(element, 'fae-checkout-error');
    button(element).click();
    await openDialog();
    await sendKeys({ press: 'Escape' });
    expect((await failed).code).to.equal('captcha_required');
    await element.updateComplete;
    expect(text(element, 'message')).to.equal('Please confirm that you are human, and try again.');
    const leaving = event(element, 'fae-checkout-redirect');
    button(element).click();
    await openDialog();
    await solve();
    await leaving;
  });

  it('can be cancelled in <fae-character-chat>, which keeps the message', async () => {
    guardChat(siteKeys.asks);
    const chat = await knownChat(faultyEndpoint);
    await say(chat, 'Hello');
    cancelButton(await openDialog()).click();
    await until(() => obstacle(chat) === 'Please confirm that you are human, and try again.');
    chatButton(chat, 'Send again').click();
    await openDialog();
    await solve();
    await until(() => bubbles(chat, 'character').includes('Hello to you.'));
    expect(bubbles(chat, 'visitor')).to.deep.equal(['Hello']);
  });

  it('can be cancelled in <fae-tts-player>, which offers another try', async () => {
    const voices = { available: true, state: 'ready', voices: [] };
    const { handler } = guarded('/tts', siteKeys.asks, () => new HttpResponse('no sound'));
    faults.use(
      http.get(`${faultyEndpoint}/tts/status`, () => HttpResponse.json(voices)),
      handler,
    );
    const player = await fixture<HTMLElement & { play(): void }>(html`
      <fae-tts-player endpoint=${faultyEndpoint} text="The sea is calm."></fae-tts-player>
    `);
    await state(player, 'ready');
    player.play();
    cancelButton(await openDialog()).click();
    await until(() => player.shadowRoot?.querySelector('[part=error]'));
    expect(text(player, 'error')).to.match(/^Please confirm that you are human.+Try again$/);
    find(player, '[part=retry]').click();
    await openDialog();
    await solve();
    const notice = () => player.shadowRoot?.querySelector('[part=error]')?.textContent;
    await until(() => notice()?.includes('damaged'), 'the answer to come');
  });

  it('serves all who need it at the same time', async () => {
    const captchas = guardChat(siteKeys.asks);
    guardCheckout(siteKeys.asks);
    const chat = await knownChat(faultyEndpoint);
    const other = outcome(ask());
    await say(chat, 'Hello');
    await until(() => captchas.length === 2);
    await openDialog();
    await solve();
    expect(await other).to.equal('Hello to you.');
    await until(() => bubbles(chat, 'character').includes('Hello to you.'));
    expect(widgets().length).to.equal(1);
  });

  it('goes when nobody waits for it any more', async () => {
    guardChat(siteKeys.asks);
    const controller = new AbortController();
    const call = ask(controller.signal);
    const dialog = await openDialog();
    controller.abort(new Error('left'));
    expect(await outcome(call)).to.equal('Error: left');
    expect(dialog.isConnected).to.equal(false);
    expect(widgets()[0]?.isRemoved).to.equal(true);
  });

  for (const [key, code, tries] of [
    [siteKeys.blocks, '300030', 3],
    [siteKeys.wrongDomain, '110200', 1],
    [siteKeys.unsupported, 'does not support this browser', 1],
  ] as const) {
    it(`gives up on ${code} after ${tries} tries, and says so in the console`, async () => {
      guardChat(key);
      expect(await outcome(ask())).to.equal('captcha_required');
      expect(warnings.join()).to.contain(code);
      expect(widgets().map((it) => it.starts)).to.deep.equal([tries]);
      expect(isThere()).to.equal(false);
    });
  }

  it('shows a check that takes long, so that it can be cancelled', async () => {
    guardChat(siteKeys.silent);
    const own = window.setTimeout.bind(window);
    window.setTimeout = ((run: () => void, time?: number) =>
      own(run, time === 5_000 ? 0 : time)) as typeof setTimeout;
    const call = outcome(ask());
    const dialog = await openDialog();
    window.setTimeout = own;
    expect(dialog.textContent).to.contain('Checking that you are human…');
    cancelButton(dialog).click();
    expect(await call).to.equal('captcha_required');
  });

  it('stands above a dialog of the page', async () => {
    guardChat(siteKeys.asks);
    const outer = document.createElement('dialog');
    document.body.append(outer);
    outer.showModal();
    const call = outcome(ask());
    const dialog = await openDialog();
    const { left, top } = cancelButton(dialog).getBoundingClientRect();
    const host = (dialog.getRootNode() as ShadowRoot).host;
    expect(document.elementFromPoint(left + 5, top + 5)).to.equal(host);
    await solve();
    expect(await call).to.equal('Hello to you.');
    outer.remove();
  });

  it('says what the page wants it to say, in its language', async () => {
    guardChat(siteKeys.asks);
    const meta = document.createElement('meta');
    meta.name = 'fae-captcha';
    meta.content = '{"title":"Kurze Prüfung","cancel":"Abbrechen"}';
    document.head.append(meta);
    document.documentElement.lang = 'de-Latn-AT';
    const call = outcome(ask());
    const dialog = await openDialog();
    expect(find((dialog.getRootNode() as ShadowRoot).host, 'h2').textContent).to.equal(
      'Kurze Prüfung',
    );
    expect(cancelButton(dialog).textContent).to.equal('Abbrechen');
    expect(widgets()[0]?.options['language']).to.equal('de');
    document.documentElement.lang = 'en';
    meta.remove();
    await solve();
    expect(await call).to.equal('Hello to you.');
  });

  for (const scheme of ['light', 'dark'] as const) {
    it(`has no accessibility faults (${scheme})`, async () => {
      await emulateMedia({ colorScheme: scheme });
      document.documentElement.style.cssText = 'color-scheme: light dark; background: Canvas';
      guardChat(siteKeys.asks);
      const call = outcome(ask());
      const dialog = await openDialog();
      expect(widgets()[0]?.options['theme']).to.equal(scheme);
      expect(await axeViolations(dialog)).to.deep.equal([]);
      await solve();
      await call;
      document.documentElement.style.cssText = '';
      await emulateMedia({ colorScheme: 'light' });
    });
  }

  it('fits on a page that is 320 px wide', async () => {
    await setViewport({ width: 320, height: 480 });
    guardChat(siteKeys.asks);
    const call = outcome(ask());
    const dialog = await openDialog();
    expect(widgets()[0]?.options['size']).to.equal('compact');
    await until(() => widgets()[0]?.frame.clientHeight === 140);
    expect(dialog.scrollWidth).to.be.at.most(dialog.clientWidth);
    expect(document.documentElement.scrollWidth).to.be.at.most(320);
    const { left, right } = dialog.getBoundingClientRect();
    expect([left >= 0, right <= 320]).to.deep.equal([true, true]);
    await solve();
    await call;
    await setViewport({ width: 1024, height: 768 });
  });

  it('of another provider is refused', async () => {
    const captcha = { provider: 'riddle', siteKey: 'x' };
    faults.use(
      http.post(faultyEndpoint + responsePath, () =>
        HttpResponse.json({ code: 'captcha_required', captcha }, { status: 403 }),
      ),
    );
    expect(await outcome(ask())).to.equal('captcha_required');
    expect(warnings.join()).to.contain('riddle');
  });
});
