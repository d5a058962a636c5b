import { setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import { delay, http, HttpResponse } from 'msw';
import { cleanUp, event, find, fixture, html, state, until } from '../../support/browser.ts';
import { faults, faultyEndpoint, startFaults } from '../../support/faults.ts';
import { button, composer, press, say, violations, type Chat } from './chat-page.ts';

const id = 'b'.repeat(24);
let requests = 0;

const launcher = async (): Promise<Chat> => {
  const chat = await fixture<Chat>(
    html`<fae-character-chat
      layout="launcher"
      endpoint=${faultyEndpoint}
      character-id=${id}
    ></fae-character-chat>`,
  );
  // It takes no room from the first moment on.
  expect(chat.parentElement?.offsetHeight).to.equal(0);
  await until(() => chat.shadowRoot?.querySelector('.launcher'));
  return chat;
};

const panel = (chat: Chat) => chat.shadowRoot?.querySelector<HTMLElement>('[role="dialog"]');

const opened = async (): Promise<Chat> => {
  const chat = await launcher();
  button(chat, 'Open chat').click();
  await state(chat, 'ready');
  return chat;
};

describe('<fae-character-chat layout="launcher">', () => {
  before(startFaults);
  after(() => void faults.stop());
  beforeEach(() => {
    requests = 0;
    faults.use(
      http.get(`${faultyEndpoint}/characters`, () => {
        requests += 1;
        return HttpResponse.json([{ id, name: 'Mira', greeting: 'Hello!' }]);
      }),
      http.post(`${faultyEndpoint}/characters/response`, async () => {
        await delay(100);
        return HttpResponse.json({ response: 'Yes.' });
      }),
    );
  });
  afterEach(() => {
    cleanUp();
    faults.resetHandlers();
    sessionStorage.clear();
  });

  it('is a button that asks for nothing and takes no room', async () => {
    const chat = await launcher();
    expect(chat.state).to.equal('idle');
    expect(requests).to.equal(0);
    expect(panel(chat)).to.equal(null);
    const { right, bottom } = button(chat, 'Open chat').getBoundingClientRect();
    const { clientWidth } = document.documentElement;
    expect([clientWidth - right, innerHeight - bottom]).to.deep.equal([20, 20]);
    expect(await violations(chat)).to.deep.equal([]);
  });

  it('opens a panel, loads, and puts the focus into the composer', async () => {
    const chat = await opened();
    expect(panel(chat)?.getAttribute('aria-label')).to.equal('Chat with Mira');
    expect(find(chat, '.launcher').getAttribute('aria-expanded')).to.equal('true');
    expect(chat.shadowRoot?.activeElement).to.equal(composer(chat));
    expect(await violations(chat)).to.deep.equal([]);
  });

  it('closes on Escape, gives the focus back, and keeps what was there', async () => {
    const chat = await opened();
    press(composer(chat), 'Escape', { isComposing: true });
    await chat.updateComplete;
    expect(panel(chat)?.hidden).to.equal(false);
    press(composer(chat), 'Escape');
    await until(() => panel(chat)?.hidden);
    await until(() => chat.shadowRoot?.activeElement === find(chat, '.launcher'));
    expect(button(chat, 'Chat with Mira').getAttribute('aria-expanded')).to.equal('false');
    chat.open();
    await until(() => chat.shadowRoot?.activeElement === composer(chat));
    expect(requests).to.equal(1);
  });

  it('closes by its own buttons and by the page', async () => {
    const chat = await opened();
    find(chat, '[data-action="close"]').click();
    await until(() => panel(chat)?.hidden);
    find(chat, '.launcher').click();
    await until(() => !panel(chat)?.hidden);
    find(chat, '.launcher').click();
    await until(() => panel(chat)?.hidden);
    chat.open();
    await until(() => !panel(chat)?.hidden);
    chat.close();
    await until(() => panel(chat)?.hidden);
  });

  it('does not take the focus from the page when the page closes it', async () => {
    const chat = await opened();
    const field = document.createElement('input');
    chat.after(field);
    field.focus();
    chat.close();
    await until(() => panel(chat)?.hidden);
    await Promise.resolve();
    expect(document.activeElement).to.equal(field);
  });

  it('marks a reply that came while it was closed', async () => {
    const chat = await opened();
    await say(chat, 'Hello?');
    chat.close();
    await event(chat, 'fae-character-chat-reply');
    await until(() => chat.shadowRoot?.querySelector('.unread'));
    chat.open();
    await until(() => !chat.shadowRoot?.querySelector('.unread'));
    const log = find(chat, '.log');
    await until(() => log.scrollHeight - log.clientHeight - log.scrollTop < 2);
  });

  it('lies above the page by a property, and inside the window', async () => {
    const chat = await opened();
    chat.style.setProperty('--fae-character-chat-z-index', '7');
    expect(getComputedStyle(chat).zIndex).to.equal('7');
    const { top, left, width } = find(chat, '.panel').getBoundingClientRect();
    expect(top).to.be.at.least(0);
    expect(left).to.be.at.least(0);
    expect(width).to.be.at.most(400);
  });

  it('is a sheet on a narrow screen', async () => {
    await setViewport({ width: 375, height: 640 });
    const chat = await opened();
    await violations(chat);
    const { left, width, bottom } = find(chat, '.panel').getBoundingClientRect();
    expect([left, width, Math.round(bottom)]).to.deep.equal([0, innerWidth, innerHeight]);
    expect(await violations(chat)).to.deep.equal([]);
    await setViewport({ width: 800, height: 600 });
  });

  it('can be closed on a phone where the character could not be loaded', async () => {
    await setViewport({ width: 375, height: 640 });
    faults.use(
      http.get(`${faultyEndpoint}/characters`, () =>
        HttpResponse.json({ error: 'x', code: 'not_exposed' }, { status: 403 }),
      ),
    );
    const chat = await launcher();
    button(chat, 'Open chat').click();
    await state(chat, 'error');
    expect(await violations(chat)).to.deep.equal([]);
    // The composer, which had the focus while it loaded, is gone.
    await until(() => chat.shadowRoot?.activeElement === find(chat, '[part="retry"]'));
    find(chat, '[part="retry"]').click();
    expect(chat.state).to.equal('loading');
    await chat.updateComplete;
    await state(chat, 'error');
    await until(() => chat.shadowRoot?.activeElement === find(chat, '[part="retry"]'));
    find(chat, '[data-action="close"]').click();
    await until(() => panel(chat)?.hidden);
    await until(() => chat.shadowRoot?.activeElement === button(chat, 'Open chat'));
    await setViewport({ width: 800, height: 600 });
  });

  it('can be closed where no character is named', async () => {
    const chat = await launcher();
    chat.removeAttribute('character-id');
    button(chat, 'Open chat').click();
    await until(() => chat.shadowRoot?.querySelector('.chat slot'));
    expect(chat.state).to.equal('idle');
    await until(() => chat.shadowRoot?.activeElement === find(chat, '[data-action="close"]'));
    expect(await violations(chat)).to.deep.equal([]);
    press(find(chat, '[data-action="close"]'), 'Escape');
    await until(() => panel(chat)?.hidden);
  });

  it('leaves the Escape that ends the choice of a word in Safari to the input method', async () => {
    const chat = await opened();
    press(composer(chat), 'Escape', { keyCode: 229 });
    await chat.updateComplete;
    expect(panel(chat)?.hidden).to.equal(false);
  });

  it('becomes a part of the page when the layout changes', async () => {
    const chat = await opened();
    chat.layout = 'inline';
    await chat.updateComplete;
    expect(chat.shadowRoot?.querySelector('.launcher')).to.equal(null);
    expect(chat.offsetHeight).to.be.above(300);
    expect(chat.state).to.equal('ready');
  });
});
