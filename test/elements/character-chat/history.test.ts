import { expect } from 'chai';
import {
  conversationOf,
  withReply,
  withSent,
  type Conversation,
} from '../../../src/elements/character-chat/conversation.ts';
import {
  forgetHistory,
  historyKey,
  loadHistory,
  saveHistory,
} from '../../../src/elements/character-chat/history.ts';

const key = historyKey('/fae', 'history-test');

const long = (turns: number): Conversation => {
  let conversation = conversationOf();
  for (let turn = 0; turn < turns; turn += 1) {
    conversation = withReply(withSent(conversation, `q${turn}`, 0), `a${turn}`);
  }
  return conversation;
};

describe('the history', () => {
  afterEach(() => sessionStorage.clear());

  it('gives back what was said', () => {
    const said = long(2);
    saveHistory(key, said);
    expect(loadHistory(key)).to.deep.equal({ id: said.id, messages: said.messages });
  });

  it('keeps the last hundred messages', () => {
    saveHistory(key, long(80));
    const messages = loadHistory(key)?.messages;
    expect(messages?.length).to.equal(100);
    expect(messages?.at(-1)?.text).to.equal('a79');
  });

  it('keeps a message that was waiting as one that was interrupted', () => {
    const waiting = withSent(long(1), 'And?', 0);
    saveHistory(key, waiting);
    const kept = loadHistory(key)?.messages.at(-1);
    expect(kept?.obstacle).to.equal('interrupted');
    expect(kept?.key, 'under the key that it was sent with').to.equal(waiting.pending?.key);
  });

  it('is forgotten on demand', () => {
    saveHistory(key, long(1));
    forgetHistory(key);
    expect(loadHistory(key)).to.equal(undefined);
  });

  const id = 'ab'.repeat(16);
  const bad = [
    'no JSON',
    'null',
    '[]',
    '{"id":"short","messages":[]}',
    `{"id":"${id}"}`,
    `{"id":"${id}","messages":{"length":3}}`,
  ];
  for (const stored of bad) {
    it(`does not read ${stored}`, () => {
      sessionStorage.setItem(key, stored);
      expect(loadHistory(key)).to.equal(undefined);
    });
  }

  it('leaves out messages that it did not write', () => {
    const messages = [
      null,
      { from: 'admin', text: 'x' },
      { from: 'visitor', text: 5 },
      { from: 'character', text: 'a'.repeat(30_000) },
      { from: 'visitor', text: 'Hello', obstacle: 'toString', id: 'x' },
      { from: 'visitor', text: 'Again', obstacle: 'late', key: 'no key' },
    ];
    sessionStorage.setItem(key, JSON.stringify({ id, messages }));
    expect(loadHistory(key)?.messages).to.deep.equal([
      { id: 5, from: 'visitor', text: 'Hello' },
      { id: 6, from: 'visitor', text: 'Again', obstacle: 'late' },
    ]);
  });

  it('keeps the latest messages where storage is nearly full', () => {
    let filler = 'x'.repeat(1 << 20);
    for (let index = 0; filler.length > 2_000; index += 1) {
      try {
        sessionStorage.setItem(`filler${index}`, filler);
      } catch {
        filler = filler.slice(filler.length / 2);
      }
    }
    let said = conversationOf();
    for (let turn = 0; turn < 50; turn += 1) said = withReply(said, `${turn} ${'y'.repeat(100)}`);
    saveHistory(key, said);
    const kept = loadHistory(key)?.messages ?? [];
    expect(kept.length).to.be.oneOf([0, 4, 20]);
    expect(kept.length ? kept.at(-1)?.text.startsWith('49 ') : true).to.equal(true);
  });

  it('does without storage where it is blocked', () => {
    const own = Object.getOwnPropertyDescriptor(window, 'sessionStorage') ?? {};
    Object.defineProperty(window, 'sessionStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
    try {
      saveHistory(key, long(1));
      forgetHistory(key);
      expect(loadHistory(key)).to.equal(undefined);
    } finally {
      Object.defineProperty(window, 'sessionStorage', own);
    }
  });
});
