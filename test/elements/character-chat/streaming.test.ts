import { expect } from 'chai';
import { http, HttpResponse } from 'msw';
import { cleanUp, event, find, until } from '../../support/browser.ts';
import { faults, faultyEndpoint, startFaults } from '../../support/faults.ts';
import {
  announced,
  bubbles,
  button,
  chatWith,
  knownChat,
  newCharacter,
  obstacle,
  say,
  turnEnds,
  violations,
  type Chat,
} from './chat-page.ts';

const said = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;

/** A reply whose events come when they are told to. */
const streamedReply = () => {
  const requests: Request[] = [];
  let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({ start: (it) => void (stream = it) });
  faults.use(
    http.post(`${faultyEndpoint}/characters/response`, ({ request }) => {
      requests.push(request);
      return new HttpResponse(body, { headers: { 'Content-Type': 'text/event-stream' } });
    }),
  );
  const write = (text: string): void => stream?.enqueue(new TextEncoder().encode(text));
  return {
    requests,
    write,
    text: (text: string) => write(said({ text })),
    done: (response: string) => {
      write(said({ done: true, response }));
      stream?.close();
    },
    end: () => stream?.close(),
  };
};

const last = (chat: Chat): string => bubbles(chat, 'character').at(-1) ?? '';

/** A reply that is higher than the list already, and goes on. */
const longReply = async () => {
  const reply = streamedReply();
  const chat = await knownChat(faultyEndpoint);
  await say(chat, 'Tell me everything');
  const log = find(chat, '.log');
  const part = 'A line of it.\n\n'.repeat(10);
  let parts = 0;
  const write = async (): Promise<void> => {
    const before = log.scrollHeight;
    reply.text(part);
    parts += 1;
    await until(() => log.scrollHeight > before);
    await new Promise(requestAnimationFrame);
  };
  while (parts < 2 || log.scrollHeight < log.clientHeight * 2) await write();
  const item = (): HTMLElement => {
    const found = [...log.querySelectorAll<HTMLElement>('[data-id]')].at(-1);
    if (!found) throw new Error('nothing was said');
    return found;
  };
  const finish = async (): Promise<void> => {
    reply.done(part.repeat(parts).trim());
    await turnEnds(chat);
    await new Promise(requestAnimationFrame);
  };
  return { chat, log, item, write, finish };
};

describe('a reply in <fae-character-chat> that comes piece by piece', () => {
  before(startFaults);
  after(() => void faults.stop());
  afterEach(() => {
    cleanUp();
    faults.resetHandlers();
    sessionStorage.clear();
  });

  it('can be read while it is written, in the bubble where it stays', async () => {
    const reply = streamedReply();
    const chat = await knownChat(faultyEndpoint);
    await say(chat, 'Who keeps the lamp?');
    reply.text('I **keep');
    await until(() => last(chat).includes('keep'));
    expect(reply.requests[0]?.headers.get('Accept')).to.match(/^text\/event-stream/);
    const bubble = [...(chat.shadowRoot?.querySelectorAll('.prose') ?? [])].at(-1);
    reply.text('** it.');
    await until(() => last(chat) === 'I keep it.');
    expect(chat.shadowRoot?.querySelector('.typing')).to.not.equal(null);
    expect(bubbles(chat, 'character').length).to.equal(2);
    const replied = event<Event & { text: string }>(chat, 'fae-character-chat-reply');
    reply.done('I **keep** it.');
    expect((await replied).text).to.equal('I **keep** it.');
    await turnEnds(chat);
    expect(bubbles(chat, 'character')).to.deep.equal(['Hello!', 'I keep it.']);
    expect([...(chat.shadowRoot?.querySelectorAll('.prose') ?? [])].at(-1)).to.equal(bubble);
    expect(await violations(chat)).to.deep.equal([]);
  });

  it('is announced once, when it is complete', async () => {
    const reply = streamedReply();
    const chat = await knownChat(faultyEndpoint);
    const heard: string[] = [];
    const status = find(chat, '[role="status"]');
    const listen = new MutationObserver(() => heard.push(announced(chat)));
    listen.observe(status, { childList: true, characterData: true, subtree: true });
    await say(chat, 'Hi');
    for (const word of ['One', ' two', ' three']) {
      reply.text(word);
      await until(() => last(chat).endsWith(word.trim()));
    }
    reply.done('One two three');
    await turnEnds(chat);
    await until(() => announced(chat).includes('One two three'));
    listen.disconnect();
    expect(heard.filter((it) => it.includes('One'))).to.deep.equal(['Mira: One two three']);
  });

  it('is kept as far as it has come when the visitor stops it', async () => {
    const reply = streamedReply();
    const chat = await knownChat(faultyEndpoint);
    await say(chat, 'Tell me everything');
    reply.text('It began');
    await until(() => last(chat) === 'It began');
    const own = Date.now;
    Date.now = () => own() + 1_000;
    button(chat, 'Stop waiting').click();
    Date.now = own;
    await turnEnds(chat);
    expect(last(chat)).to.equal('It began …');
    expect(obstacle(chat)).to.equal('');
    reply.text(' again');
    await new Promise(requestAnimationFrame);
    expect(last(chat)).to.equal('It began …');
  });

  it('that fails leaves the message to be sent again, under the same key', async () => {
    const reply = streamedReply();
    const chat = await knownChat(faultyEndpoint);
    await say(chat, 'Hi');
    reply.text('It beg');
    await until(() => last(chat) === 'It beg');
    reply.write(said({ error: 'Asleep.', code: 'unavailable' }));
    await turnEnds(chat);
    expect(bubbles(chat, 'character')).to.deep.equal(['Hello!']);
    expect(obstacle(chat)).to.not.equal('');
    const again = streamedReply();
    button(chat, 'Send again').click();
    await until(() => again.requests.length);
    const keys = [reply, again].map(({ requests }) => requests[0]?.headers.get('Idempotency-Key'));
    expect(keys[0]).to.equal(keys[1]);
    again.text('It began');
    again.done('It began');
    await turnEnds(chat);
    expect(last(chat)).to.equal('It began');
  });

  it('that breaks off is told as a failure', async () => {
    const reply = streamedReply();
    const chat = await knownChat(faultyEndpoint);
    await say(chat, 'Hi');
    reply.text('It beg');
    reply.end();
    await turnEnds(chat);
    expect(bubbles(chat, 'character')).to.deep.equal(['Hello!']);
    expect(obstacle(chat)).to.not.equal('');
  });

  it('that is higher than the list is left at its beginning', async () => {
    const { chat, log, item, finish } = await longReply();
    const top = () => item().offsetTop - log.scrollTop;
    expect(top()).to.be.within(0, 20);
    await finish();
    expect(top()).to.be.within(0, 20);
    expect(chat.shadowRoot?.querySelector('.to-end')).to.not.equal(null);
  });

  it('is followed by a reader who goes to its end', async () => {
    const { chat, log, write, finish } = await longReply();
    const fromEnd = () => log.scrollHeight - log.clientHeight - log.scrollTop;
    button(chat, 'New messages').click();
    await until(() => fromEnd() < 2);
    await write();
    await until(() => fromEnd() < 2);
    await finish();
    expect(fromEnd()).to.be.below(2);
  });

  it('comes from the real platform through the real proxy', async () => {
    const chat = await chatWith(await newCharacter({ name: 'Ada', background: 'I count.' }));
    const asked: (string | null)[] = [];
    const fetch = window.fetch.bind(window);
    window.fetch = async (input, init) => {
      const response = await fetch(input, init);
      asked.push(response.headers.get('Content-Type'));
      return response;
    };
    try {
      await say(chat, 'Who are you?');
      await turnEnds(chat);
    } finally {
      window.fetch = fetch;
    }
    expect(asked).to.include('text/event-stream');
    expect(last(chat)).to.not.equal('');
    expect(obstacle(chat)).to.equal('');
  });
});
