import { expect } from 'chai';
import { delay, http, HttpResponse } from 'msw';
import { cleanUp, event, find, until } from '../../support/browser.ts';
import { faults, faultyEndpoint, startFaults } from '../../support/faults.ts';
import {
  announced,
  bubbles,
  button,
  composer,
  knownChat,
  obstacle,
  press,
  say,
  turnEnds,
  type,
  violations,
} from './chat-page.ts';

const responsePath = `${faultyEndpoint}/characters/response`;
const refuse = (status: number, code: string, headers: Record<string, string> = {}) =>
  http.post(responsePath, () => HttpResponse.json({ error: 'x', code }, { status, headers }));

const answer = (response: unknown) =>
  http.post(responsePath, () => HttpResponse.json({ response } as Record<string, string>));

const hang = () =>
  http.post(responsePath, async () => {
    await delay('infinite');
  });

describe('<fae-character-chat> when things go wrong', () => {
  before(startFaults);
  after(() => void faults.stop());
  afterEach(() => {
    cleanUp();
    faults.resetHandlers();
    sessionStorage.clear();
  });

  it('asks for nothing before the first message when the page says it all', async () => {
    const asked: string[] = [];
    const note = ({ request }: { request: Request }) => void asked.push(request.url);
    faults.events.on('request:start', note);
    const chat = await knownChat(faultyEndpoint);
    faults.events.removeListener('request:start', note);
    expect(asked.filter((it) => it.includes(faultyEndpoint))).to.deep.equal([]);
    expect(bubbles(chat, 'character')).to.deep.equal(['Hello!']);
  });

  it('says who and what, in one conversation', async () => {
    const bodies: Record<string, unknown>[] = [];
    faults.use(
      http.post(responsePath, async ({ request }) => {
        bodies.push((await request.json()) as Record<string, unknown>);
        return HttpResponse.json({ response: 'Yes.' });
      }),
    );
    const chat = await knownChat(faultyEndpoint);
    for (const text of ['one', 'two']) {
      await say(chat, text);
      await turnEnds(chat);
    }
    expect(bodies.map((it) => [it['characterId'], it['text']])).to.deep.equal([
      ['a'.repeat(24), 'one'],
      ['a'.repeat(24), 'two'],
    ]);
    expect(bodies[0]?.['conversationId']).to.match(/^[\w-]{22,}$/);
    expect(bodies[1]?.['conversationId']).to.equal(bodies[0]?.['conversationId']);
    chat.clear();
    await say(chat, 'three');
    await turnEnds(chat);
    expect(bodies[2]?.['conversationId']).to.not.equal(bodies[0]?.['conversationId']);
  });

  it('keeps a message for a character who is asleep, and sends it again', async () => {
    faults.use(refuse(503, 'unavailable'));
    const chat = await knownChat(faultyEndpoint);
    const failed = event<Event & { code: string; retryable: boolean }>(
      chat,
      'fae-character-chat-error',
    );
    await say(chat, 'Are you there?');
    const { code, retryable } = await failed;
    await turnEnds(chat);
    expect([code, retryable]).to.deep.equal(['unavailable', true]);
    expect(obstacle(chat)).to.contain('Mira is asleep');
    expect(announced(chat)).to.contain('Mira is asleep');
    expect(find(chat, '.presence').textContent.trim()).to.equal('Asleep');
    expect(bubbles(chat, 'visitor')).to.deep.equal(['Are you there?']);
    expect(await violations(chat)).to.deep.equal([]);

    faults.use(answer('I am now.'));
    button(chat, 'Send again').click();
    await until(() => bubbles(chat, 'character').includes('I am now.'));
    expect(bubbles(chat, 'visitor')).to.deep.equal(['Are you there?']);
    expect(obstacle(chat)).to.equal('');
    expect(find(chat, '.presence').textContent.trim()).to.equal('Online');
  });

  for (const [status, code] of [
    [503, 'timeout'],
    [504, 'upstream_timeout'],
  ] as const) {
    it(`tells ${code} from being asleep`, async () => {
      faults.use(refuse(status, code));
      const chat = await knownChat(faultyEndpoint);
      await say(chat, 'Hello');
      await turnEnds(chat);
      expect(obstacle(chat)).to.contain('may still have been received');
      expect(chat.shadowRoot?.querySelector('.presence')).to.equal(null);
    });
  }

  it('gives up after 25 seconds', async () => {
    faults.use(hang());
    const chat = await knownChat(faultyEndpoint);
    const own = window.setTimeout.bind(window);
    window.setTimeout = ((run: () => void, time?: number) =>
      own(run, time === 25_000 ? 50 : time)) as typeof setTimeout;
    await say(chat, 'Hello');
    window.setTimeout = own;
    await turnEnds(chat);
    expect(obstacle(chat)).to.contain('took too long');
  });

  it('says after eight seconds that it still waits', async () => {
    faults.use(hang());
    const chat = await knownChat(faultyEndpoint);
    await say(chat, 'Hello');
    expect(announced(chat)).to.equal('Mira is writing…');
    const own = Date.now;
    Date.now = () => own() + 8_000;
    await until(() => announced(chat) === 'Still thinking…');
    expect(find(chat, '.hint').offsetWidth).to.be.above(20);
    Date.now = own;
  });

  it('counts down after too many messages, while writing goes on', async () => {
    faults.use(refuse(429, 'rate_limited', { 'Retry-After': '75' }));
    const chat = await knownChat(faultyEndpoint);
    await say(chat, 'Hello');
    await turnEnds(chat);
    expect(obstacle(chat)).to.match(/again in 1:1[45]\./);
    await say(chat, 'More');
    expect(composer(chat).value).to.equal('More');
    for (const label of ['Send again', 'Send']) {
      expect(button(chat, label).getAttribute('aria-disabled')).to.equal('true');
    }
    const spoken = announced(chat);
    const own = Date.now;
    Date.now = () => own() + 70_000;
    await until(() => /again in 0:0\d\./.test(obstacle(chat)));
    expect(announced(chat)).to.equal(spoken);
    Date.now = () => own() + 80_000;
    await until(() => button(chat, 'Send').getAttribute('aria-disabled') === 'false');
    faults.use(answer('There.'));
    press(composer(chat), 'Enter');
    await turnEnds(chat);
    Date.now = own;
    expect(bubbles(chat, 'character')).to.include('There.');
  });

  it('says that the visitor is offline', async () => {
    faults.use(http.post(responsePath, () => HttpResponse.error()));
    const chat = await knownChat(faultyEndpoint);
    Object.defineProperty(navigator, 'onLine', { configurable: true, value: false });
    await say(chat, 'Hello');
    await turnEnds(chat);
    Reflect.deleteProperty(navigator, 'onLine');
    expect(obstacle(chat)).to.contain('You are offline');
  });

  it('sends a message whose reply was lost again as the same one', async () => {
    const keys: (string | null)[] = [];
    const answers = [HttpResponse.error(), HttpResponse.json({ error: 'x' }, { status: 409 })];
    faults.use(
      http.post(responsePath, ({ request }) => {
        keys.push(request.headers.get('Idempotency-Key'));
        return answers.shift() ?? HttpResponse.json({ response: 'Yes.' });
      }),
    );
    const chat = await knownChat(faultyEndpoint);
    await say(chat, 'Hello');
    await turnEnds(chat);
    button(chat, 'Send again').click();
    await turnEnds(chat);
    expect(obstacle(chat)).to.contain('may still have been received');
    button(chat, 'Send again').click();
    await until(() => bubbles(chat, 'character').includes('Yes.'));
    await say(chat, 'Hello');
    await turnEnds(chat);
    expect(keys[0]).to.match(/^[\w-]{16,255}$/);
    expect(keys.map((it) => it === keys[0])).to.deep.equal([true, true, true, false]);
  });

  it('keeps a message whose connection failed', async () => {
    faults.use(http.post(responsePath, () => HttpResponse.error()));
    const chat = await knownChat(faultyEndpoint);
    await say(chat, 'Hello');
    await turnEnds(chat);
    expect(obstacle(chat)).to.equal('The connection failed.');
  });

  const unreadable = {
    'an empty reply': () => HttpResponse.json({ response: '  ' }),
    'a reply without text': () => HttpResponse.json({ response: { no: 'text' } }),
    'a web page': () => new HttpResponse('<html>', { headers: { 'Content-Type': 'text/html' } }),
    'a broken answer': () => new HttpResponse('{"response": "Hel'),
  };
  for (const [name, respond] of Object.entries(unreadable)) {
    it(`keeps a message that is answered by ${name}`, async () => {
      faults.use(http.post(responsePath, respond));
      const chat = await knownChat(faultyEndpoint);
      const failed = event<Event & { code: string }>(chat, 'fae-character-chat-error');
      await say(chat, 'Hello');
      expect((await failed).code).to.equal('bad_response');
      await turnEnds(chat);
      expect(button(chat, 'Send again').checkVisibility()).to.equal(true);
    });
  }

  it('offers no second try where none can help', async () => {
    faults.use(refuse(404, 'not_found'));
    const chat = await knownChat(faultyEndpoint);
    await say(chat, 'Hello');
    await turnEnds(chat);
    expect(obstacle(chat)).to.equal('This is no longer available.');
    expect(() => button(chat, 'Send again')).to.throw();
  });

  it('gives a failed message back for editing, and removes one', async () => {
    faults.use(refuse(500, 'server_error'));
    const chat = await knownChat(faultyEndpoint);
    await say(chat, 'Helo');
    await turnEnds(chat);
    await type(chat, 'and more');
    button(chat, 'Edit').click();
    await until(() => chat.shadowRoot?.activeElement === composer(chat));
    expect(composer(chat).value).to.equal('Helo\nand more');
    expect(bubbles(chat, 'visitor')).to.deep.equal([]);
    press(composer(chat), 'Enter');
    await turnEnds(chat);
    button(chat, 'Remove').click();
    await chat.updateComplete;
    expect(bubbles(chat, 'visitor')).to.deep.equal([]);
  });

  it('sends one message however often it is told to', async () => {
    let requests = 0;
    faults.use(
      http.post(responsePath, async () => {
        requests += 1;
        await delay(50);
        return HttpResponse.json({ response: 'Once.' });
      }),
    );
    const chat = await knownChat(faultyEndpoint);
    await type(chat, 'Hello');
    button(chat, 'Send').click();
    await chat.updateComplete;
    button(chat, 'Stop waiting').click();
    press(composer(chat), 'Enter');
    chat.send('Another');
    await turnEnds(chat);
    expect(bubbles(chat, 'character')).to.deep.equal(['Hello!', 'Once.']);
    expect(requests).to.equal(1);
  });

  it('stops waiting when it is told to', async () => {
    faults.use(hang());
    const chat = await knownChat(faultyEndpoint);
    await say(chat, 'Hello');
    const own = Date.now;
    Date.now = () => own() + 1_000;
    button(chat, 'Stop waiting').click();
    Date.now = own;
    await turnEnds(chat);
    expect(obstacle(chat)).to.contain('You stopped waiting');
  });

  it('ends the request and its clock when it leaves the page, and says so when it is back', async () => {
    faults.use(hang());
    const setInterval = window.setInterval.bind(window);
    const clearInterval = window.clearInterval.bind(window);
    const fetch = window.fetch.bind(window);
    const clocks = new Set<unknown>();
    const signals: AbortSignal[] = [];
    window.setInterval = ((run: () => void, time?: number) => {
      const clock = setInterval(run, time);
      clocks.add(clock);
      return clock;
    }) as typeof setInterval;
    window.clearInterval = (clock) => {
      clocks.delete(clock);
      clearInterval(clock);
    };
    window.fetch = (input, init) => {
      if (init?.signal) signals.push(init.signal);
      return fetch(input, init);
    };
    const chat = await knownChat(faultyEndpoint);
    const parent = chat.parentElement;
    await say(chat, 'Hello');
    const signal = await until(() => signals[0]);
    const running = clocks.size;
    chat.remove();
    await until(() => signal.aborted);
    expect([running, clocks.size]).to.deep.equal([1, 0]);
    Object.assign(window, { setInterval, clearInterval, fetch });
    parent?.append(chat);
    await turnEnds(chat);
    expect(obstacle(chat)).to.contain('before a reply came');
  });

  it('sends nothing while it is not on the page', async () => {
    let requests = 0;
    faults.use(
      http.post(responsePath, () => {
        requests += 1;
        return HttpResponse.json({ response: 'Yes.' });
      }),
    );
    const chat = await knownChat(faultyEndpoint);
    const parent = chat.parentElement;
    chat.remove();
    chat.send('Is anybody there?');
    parent?.append(chat);
    await chat.updateComplete;
    expect(chat.shadowRoot?.querySelector('.typing')).to.equal(null);
    expect([bubbles(chat, 'visitor'), requests]).to.deep.equal([[], 0]);
  });

  it('leaves what belongs to one character behind when it becomes another in mid-reply', async () => {
    faults.use(hang());
    const chat = await knownChat(faultyEndpoint);
    const first = chat.characterId;
    await say(chat, 'Hello');
    button(chat, 'Clear conversation').click();
    await chat.updateComplete;
    for (const digit of ['b', 'c', 'd']) chat.characterId = digit.repeat(24);
    await chat.updateComplete;
    expect(chat.state).to.equal('loading');
    expect(button(chat, 'Send').getAttribute('aria-disabled')).to.equal('true');
    expect(announced(chat)).to.equal('');
    await until(() => chat.state === 'ready');
    await chat.updateComplete;
    expect(bubbles(chat, 'visitor')).to.deep.equal([]);
    expect(chat.shadowRoot?.querySelector('.question, .typing')).to.equal(null);
    faults.use(answer('Yes.'));
    await say(chat, 'Are you the other one?');
    await turnEnds(chat);
    expect(chat.shadowRoot?.querySelector('.question')).to.equal(null);
    chat.characterId = first;
    await until(() => bubbles(chat, 'visitor')[0] === 'Hello');
    expect(obstacle(chat)).to.contain('before a reply came');
  });

  it('shows a reply as Markdown, made of nodes', async () => {
    faults.use(
      answer('**Bold** and <img src=x onerror="window.hacked = 1">\n\n```js\nlet a;\n```'),
    );
    const chat = await knownChat(faultyEndpoint);
    await say(chat, 'Hello');
    await until(() => chat.shadowRoot?.querySelector('.prose strong'));
    expect(chat.shadowRoot?.querySelector('.prose img')).to.equal(null);
    expect('hacked' in window).to.equal(false);
    expect(await violations(chat)).to.deep.equal([]);
  });

  it('survives a reply of megabytes', async () => {
    faults.use(answer('> '.repeat(1_000_000)));
    const chat = await knownChat(faultyEndpoint);
    await say(chat, 'Hello');
    await turnEnds(chat);
    await until(() => bubbles(chat, 'character').length === 2);
    expect(bubbles(chat, 'character')[1]?.length).to.be.below(21_000);
  });

  it('goes on without storage', async () => {
    const own = Object.getOwnPropertyDescriptor(window, 'sessionStorage') ?? {};
    Object.defineProperty(window, 'sessionStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
    try {
      faults.use(answer('Fine.'));
      const chat = await knownChat(faultyEndpoint);
      await say(chat, 'Hello');
      await turnEnds(chat);
      expect(bubbles(chat, 'character')).to.include('Fine.');
    } finally {
      Object.defineProperty(window, 'sessionStorage', own);
    }
  });
});
