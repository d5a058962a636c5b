import { expect } from 'chai';
import {
  cleanUp,
  event,
  find,
  fixture,
  html,
  sampleId,
  servers,
  state,
  until,
} from '../../support/browser.ts';
import {
  announced,
  bubbles,
  button,
  chatWith,
  composer,
  newCharacter,
  picture,
  press,
  say,
  turnEnds,
  type,
  violations,
  type Chat,
} from './chat-page.ts';

describe('<fae-character-chat>', () => {
  let ada = '';
  before(async () => {
    ada = await newCharacter({
      name: 'Ada Lovelace',
      title: 'Analyst',
      avatar: picture,
      greeting: 'Good day!',
      prompts: ['Who are you?', 'What is an engine?'],
    });
  });
  afterEach(() => {
    cleanUp();
    sessionStorage.clear();
  });

  it('presents the character and says so to the page', async () => {
    const waiting = fixture<Chat>(
      html`<fae-character-chat
        endpoint=${servers.endpoint}
        character-id=${ada}
      ></fae-character-chat>`,
    );
    const chat = await waiting;
    expect(chat.state).to.equal('loading');
    await event(chat, 'fae-ready');
    expect(find(chat, '.name').textContent).to.equal('Ada Lovelace');
    expect(find(chat, '.about').textContent).to.contain('Analyst');
    expect(bubbles(chat, 'character')).to.deep.equal(['Good day!']);
    expect(find<HTMLImageElement>(chat, '.avatar img').src).to.equal(picture);
    expect(button(chat, 'Who are you?').checkVisibility()).to.equal(true);
  });

  it('works with the character of the sample workspace', async () => {
    const chat = await chatWith(sampleId('characterId'));
    await say(chat, 'Who are you?');
    await turnEnds(chat);
    expect(bubbles(chat, 'character').at(-1)).to.not.equal('');
  });

  it('holds a conversation', async () => {
    const chat = await chatWith(ada);
    const sent = event<Event & { text: string }>(chat, 'fae-character-chat-send');
    const replied = event<Event & { text: string }>(chat, 'fae-character-chat-reply');
    await say(chat, '  Hello, who are you?  ');
    expect((await sent).text).to.equal('Hello, who are you?');
    expect(composer(chat).value).to.equal('');
    expect(bubbles(chat, 'visitor')).to.deep.equal(['Hello, who are you?']);
    const { text } = await replied;
    await turnEnds(chat);
    expect(text).to.not.equal('');
    expect(bubbles(chat, 'character').length).to.equal(2);
    expect(find(chat, '.presence').textContent.trim()).to.equal('Online');
    expect(announced(chat)).to.match(/^Ada Lovelace: /);
  });

  it('sends a suggestion, and suggests nothing afterwards', async () => {
    const chat = await chatWith(ada);
    button(chat, 'What is an engine?').click();
    await turnEnds(chat);
    await until(() => bubbles(chat, 'character').length === 2);
    expect(bubbles(chat, 'visitor')).to.deep.equal(['What is an engine?']);
    expect(chat.shadowRoot?.querySelector('.prompts')).to.equal(null);
    expect(chat.shadowRoot?.activeElement).to.equal(composer(chat));
  });

  it('lets the page keep a message from being sent', async () => {
    const chat = await chatWith(ada);
    chat.addEventListener('fae-character-chat-send', (it) => it.preventDefault());
    await say(chat, 'Hello');
    expect(bubbles(chat, 'visitor')).to.deep.equal([]);
    expect(composer(chat).value).to.equal('Hello');
  });

  it('sends what the page says in the visitor’s name', async () => {
    const chat = await chatWith(ada);
    chat.send('From a button');
    await event(chat, 'fae-character-chat-reply');
    await chat.updateComplete;
    expect(bubbles(chat, 'visitor')).to.deep.equal(['From a button']);
  });

  it('leaves Enter to an input method and Shift+Enter to new lines', async () => {
    const chat = await chatWith(ada);
    await type(chat, 'にほん');
    expect(press(composer(chat), 'Enter', { isComposing: true })).to.equal(true);
    expect(press(composer(chat), 'Enter', { keyCode: 229 })).to.equal(true);
    expect(press(composer(chat), 'Enter', { shiftKey: true })).to.equal(true);
    expect(bubbles(chat, 'visitor')).to.deep.equal([]);
    expect(press(composer(chat), 'Enter')).to.equal(false);
    await chat.updateComplete;
    expect(bubbles(chat, 'visitor')).to.deep.equal(['にほん']);
  });

  it('grows with the text, up to a limit', async () => {
    const chat = await chatWith(ada);
    const before = composer(chat).offsetHeight;
    await type(chat, 'a\nb\nc');
    const three = composer(chat).offsetHeight;
    await type(chat, 'a\n'.repeat(100));
    expect(three).to.be.above(before);
    expect(find(chat, '.field').offsetHeight).to.be.within(three, 160);
    expect(parseFloat(getComputedStyle(composer(chat)).fontSize)).to.be.at.least(16);
  });

  it('counts near the limit and sends nothing beyond it', async () => {
    const chat = await chatWith(ada);
    await type(chat, 'a'.repeat(1_799));
    expect(chat.shadowRoot?.querySelector('.counter')).to.equal(null);
    await type(chat, 'a'.repeat(1_990));
    expect(find(chat, '.counter').textContent.trim()).to.equal('10');
    await say(chat, 'a'.repeat(2_001));
    expect(find(chat, '.counter').textContent.trim()).to.equal('Too long by 1');
    expect(button(chat, 'Send').getAttribute('aria-disabled')).to.equal('true');
    expect(composer(chat).getAttribute('aria-invalid')).to.equal('true');
    expect(bubbles(chat, 'visitor')).to.deep.equal([]);
  });

  it('remembers each character’s conversation for as long as the tab lives', async () => {
    const other = await newCharacter({ name: 'Other' });
    const first = await chatWith(ada);
    await say(first, 'Remember **this**');
    await turnEnds(first);
    /** Markdown comes when it has loaded; before, a reply is plain text. */
    const formatted = (chat: Chat) =>
      until(() => chat.shadowRoot?.querySelector('[data-id="2"] .prose > :not(.plain)'));
    await formatted(first);
    const said = [bubbles(first, 'visitor'), bubbles(first, 'character')];

    const second = await chatWith(other);
    expect(bubbles(second, 'visitor')).to.deep.equal([]);
    second.characterId = ada;
    await formatted(second);
    expect([bubbles(second, 'visitor'), bubbles(second, 'character')]).to.deep.equal(said);
    expect(announced(second)).to.equal('');
  });

  it('forgets on demand, after asking', async () => {
    const chat = await chatWith(ada);
    await say(chat, 'Hello');
    await turnEnds(chat);
    button(chat, 'Clear conversation').click();
    await until(() => chat.shadowRoot?.activeElement?.textContent.trim() === 'Keep');
    press(button(chat, 'Keep'), 'Escape');
    await until(() => !chat.shadowRoot?.querySelector('.question'));
    expect(bubbles(chat, 'visitor')).to.deep.equal(['Hello']);

    button(chat, 'Clear conversation').click();
    await chat.updateComplete;
    button(chat, 'Clear').click();
    await chat.updateComplete;
    expect(bubbles(chat, 'visitor')).to.deep.equal([]);
    expect(bubbles(chat, 'character')).to.deep.equal(['Good day!']);
    expect(Object.keys(sessionStorage).filter((it) => it.includes(ada))).to.deep.equal([]);
  });

  it('takes attributes in place of the character’s own words, at any time', async () => {
    const chat = await chatWith(ada);
    chat.setAttribute('name', 'Countess');
    chat.setAttribute('greeting', 'Welcome.');
    chat.setAttribute('prompts', '["One?", 2, "", "Two?"]');
    await chat.updateComplete;
    expect(find(chat, '.name').textContent).to.equal('Countess');
    expect(bubbles(chat, 'character')).to.deep.equal(['Welcome.']);
    const prompts = [...(chat.shadowRoot?.querySelectorAll('.prompt') ?? [])];
    expect(prompts.map((it) => it.textContent.trim())).to.deep.equal(['One?', 'Two?']);
    chat.prompts = [];
    chat.strings = { placeholder: 'Schreib etwas…' };
    await chat.updateComplete;
    expect(chat.shadowRoot?.querySelector('.prompts')).to.equal(null);
    expect(composer(chat).placeholder).to.equal('Schreib etwas…');
  });

  it('suggests nothing that could not be sent', async () => {
    const chat = await chatWith(ada);
    chat.setAttribute('prompts', JSON.stringify(['Hi', ' ', 7, 'x'.repeat(2_001), null]));
    await chat.updateComplete;
    const prompts = [...(chat.shadowRoot?.querySelectorAll('.prompt') ?? [])];
    expect(prompts.map((it) => it.textContent.trim())).to.deep.equal(['Hi']);
  });

  it('gives large text the room that it needs', async () => {
    const chat = await chatWith(ada);
    chat.style.fontSize = '40px';
    chat.style.inlineSize = '280px';
    await type(chat, 'One line');
    const { fontSize, lineHeight } = getComputedStyle(composer(chat));
    expect(parseFloat(lineHeight)).to.be.at.least(parseFloat(fontSize) * 1.2);
    expect(composer(chat).scrollHeight).to.be.at.most(composer(chat).clientHeight);
    expect(find(chat, '.chat').scrollWidth).to.be.at.most(find(chat, '.chat').clientWidth);
  });

  it('invites where the character says nothing by itself', async () => {
    const chat = await chatWith(await newCharacter({ name: 'Jo Quiet' }));
    expect(find(chat, '.invitation p').textContent).to.equal('Say hello to Jo Quiet.');
    expect(find(chat, '.invitation .initials').textContent).to.equal('JQ');
    expect(await violations(chat)).to.deep.equal([]);
  });

  it('shows its fallback and an error for a character that does not exist', async () => {
    const chat = await fixture<Chat>(
      html`<fae-character-chat endpoint=${servers.endpoint} character-id=${'0'.repeat(24)}>
        <a href="/contact">Write to us</a>
      </fae-character-chat>`,
    );
    const error = await event<Event & { code: string }>(chat, 'fae-error');
    expect(error.code).to.equal('not_found');
    expect(chat.querySelector('a')?.checkVisibility()).to.equal(true);
    expect(find(chat, '[role="alert"]').textContent).to.contain('no longer available');
    expect(await violations(chat)).to.deep.equal([]);
  });

  it('says so when no proxy is named', async () => {
    const chat = await fixture<Chat>(
      html`<fae-character-chat character-id=${ada}></fae-character-chat>`,
    );
    const error = await event<Event & { code: string }>(chat, 'fae-error');
    expect(error.code).to.equal('no_endpoint');
  });

  it('is as high while it loads as afterwards, and as when it fails', async () => {
    const chat = await fixture<Chat>(
      html`<fae-character-chat
        endpoint=${servers.endpoint}
        character-id=${ada}
      ></fae-character-chat>`,
    );
    const field = () => composer(chat).getBoundingClientRect().bottom;
    const loading = [chat.offsetHeight, field()];
    await state(chat, 'ready');
    expect([chat.offsetHeight, field()]).to.deep.equal(loading);
    chat.characterId = '0'.repeat(24);
    await state(chat, 'error');
    expect(chat.offsetHeight).to.equal(loading[0]);
  });

  it('shows data as text and loads no address that it should not', async () => {
    const evil = '<img src=x onerror="window.hacked = true">';
    const chat = await chatWith(
      await newCharacter({
        name: evil,
        title: evil,
        greeting: evil,
        avatar: 'javascript:alert(1)',
        prompts: [evil],
      }),
    );
    expect(chat.shadowRoot?.querySelector('img')).to.equal(null);
    expect(bubbles(chat, 'character')).to.deep.equal([evil]);
    await say(chat, evil);
    await turnEnds(chat);
    expect(bubbles(chat, 'visitor')).to.deep.equal([evil]);
    expect('hacked' in window).to.equal(false);
  });

  it('loses nothing when it is moved', async () => {
    const chat = await chatWith(ada);
    await type(chat, 'half a');
    const elsewhere = document.createElement('section');
    document.body.append(elsewhere);
    chat.send('Hello');
    elsewhere.append(chat);
    await event(chat, 'fae-character-chat-reply');
    await chat.updateComplete;
    expect(bubbles(chat, 'character').length).to.equal(2);
    expect(composer(chat).value).to.equal('half a');
    elsewhere.remove();
  });

  it('turns around in a right-to-left page', async () => {
    const chat = await chatWith(ada);
    chat.dir = 'rtl';
    await say(chat, 'Hello');
    await turnEnds(chat);
    const [own, log] = [find(chat, '[data-from="visitor"] .bubble'), find(chat, '.log')];
    const distance = own.getBoundingClientRect().left - log.getBoundingClientRect().left;
    expect(distance).to.be.below(30);
  });

  for (const scheme of ['light', 'dark']) {
    it(`is accessible in ${scheme}`, async () => {
      const page = document.documentElement.style;
      page.colorScheme = scheme;
      page.background = scheme === 'dark' ? '#111' : '#fff';
      page.color = scheme === 'dark' ? '#eee' : '#111';
      const chat = await chatWith(ada);
      expect(await violations(chat)).to.deep.equal([]);
      await say(chat, 'Hello');
      await turnEnds(chat);
      button(chat, 'Clear conversation').click();
      await type(chat, 'a'.repeat(2_010));
      expect(await violations(chat)).to.deep.equal([]);
      page.cssText = '';
    });
  }
});
