import { expect } from 'chai';
import { http, HttpResponse } from 'msw';
import { cleanUp, find, until } from '../../support/browser.ts';
import { faults, faultyEndpoint, startFaults } from '../../support/faults.ts';
import { button, knownChat, say, turnEnds, type Chat } from './chat-page.ts';

const log = (chat: Chat) => find(chat, '.log');
const fromEnd = (chat: Chat): number => {
  const { scrollHeight, clientHeight, scrollTop } = log(chat);
  return scrollHeight - clientHeight - scrollTop;
};
const offer = (chat: Chat) => chat.shadowRoot?.querySelector('.to-end');

/** Scrolls up, and waits for the scroll to be noticed. */
const scrollUp = async (chat: Chat): Promise<void> => {
  log(chat).scrollTop = 10;
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
};

/** A chat that has something to scroll, whose next reply comes when it is told to. */
const longChat = async () => {
  const replies: ((text: string) => void)[] = [];
  faults.use(
    http.post(`${faultyEndpoint}/characters/response`, async () => {
      const response = await new Promise<string>((resolve) => replies.push(resolve));
      return HttpResponse.json({ response });
    }),
  );
  const chat = await knownChat(faultyEndpoint);
  const answer = async (text: string): Promise<void> => {
    await until(() => replies.length);
    replies.shift()?.(text);
    await turnEnds(chat);
  };
  for (let turn = 0; turn < 6; turn += 1) {
    await say(chat, `Question ${turn}\n\nwith some lines`);
    await answer('An answer\n\nof two paragraphs');
  }
  await until(() => fromEnd(chat) < 2);
  return { chat, answer };
};

describe('scrolling in <fae-character-chat>', () => {
  before(startFaults);
  after(() => void faults.stop());
  afterEach(() => {
    cleanUp();
    faults.resetHandlers();
    sessionStorage.clear();
  });

  it('follows the conversation', async () => {
    const { chat } = await longChat();
    expect(log(chat).scrollTop).to.be.above(100);
    expect(offer(chat)).to.equal(null);
  });

  it('offers new messages instead of moving a reader', async () => {
    const { chat, answer } = await longChat();
    await say(chat, 'One more');
    await until(() => fromEnd(chat) < 2);
    await scrollUp(chat);
    await answer('Here it is.');
    await until(() => offer(chat));
    expect(log(chat).scrollTop).to.equal(10);
    button(chat, 'New messages').click();
    await until(() => fromEnd(chat) < 2 && !offer(chat));
    await until(() => chat.shadowRoot?.activeElement === log(chat));
  });

  it('takes back the offer when the reader comes by themselves', async () => {
    const { chat, answer } = await longChat();
    await say(chat, 'One more');
    await until(() => fromEnd(chat) < 2);
    await scrollUp(chat);
    await answer('Here it is.');
    await until(() => offer(chat));
    log(chat).scrollTop = 1e6;
    await until(() => !offer(chat));
  });

  it('goes to the end for one’s own message', async () => {
    const { chat, answer } = await longChat();
    await scrollUp(chat);
    await say(chat, 'Where was I?');
    await until(() => fromEnd(chat) < 2);
    await answer('At the end.');
  });

  it('shows a long reply from its beginning', async () => {
    const { chat, answer } = await longChat();
    await say(chat, 'Tell me everything');
    await answer('A line\n\n'.repeat(60));
    const last = [...(chat.shadowRoot?.querySelectorAll('[data-from="character"]') ?? [])].at(-1);
    await until(() => {
      const distance =
        (last?.getBoundingClientRect().top ?? 0) - log(chat).getBoundingClientRect().top;
      return distance >= 0 && distance < 20;
    });
    expect(offer(chat)).to.equal(null);
  });
});
