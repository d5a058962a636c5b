import { expect } from 'chai';
import {
  conversationOf,
  isMessage,
  isSlow,
  maySend,
  secondsToWait,
  shownMessages,
  withFailure,
  withoutMessage,
  withoutWaiting,
  withPart,
  withReply,
  withSent,
} from '../../../src/elements/character-chat/conversation.ts';

const asked = () => withSent(conversationOf(), ' Hello ', 1_000);

describe('a conversation', () => {
  it('begins empty, under 128 random bits', () => {
    const [first, second] = [conversationOf(), conversationOf()];
    expect(first.messages).to.deep.equal([]);
    expect(first.id).to.match(/^[\da-f]{32}$/);
    expect(first.id).to.not.equal(second.id);
  });

  it('takes a turn: a message, then a reply', () => {
    const waiting = asked();
    expect(maySend(waiting, 1_000)).to.equal(false);
    const answered = withReply(waiting, 'Hi');
    expect(answered.messages.map((it) => [it.from, it.text])).to.deep.equal([
      ['visitor', 'Hello'],
      ['character', 'Hi'],
    ]);
    expect(maySend(answered, 1_000)).to.equal(true);
    expect(answered.presence).to.equal('awake');
  });

  it('sends nothing empty and nothing over 2,000 characters', () => {
    expect(['', '  \n', 'a', 'a'.repeat(2000), 'a'.repeat(2001)].map(isMessage)).to.deep.equal([
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  it('calls the wait slow after eight seconds', () => {
    expect([8_999, 9_000].map((now) => isSlow(asked(), now))).to.deep.equal([false, true]);
  });

  it('keeps what a megabyte of reply begins with', () => {
    const { messages } = withReply(asked(), 'a'.repeat(1_000_000));
    expect(messages.at(-1)?.text).to.equal(`${'a'.repeat(20_000)}…`);
  });

  const obstacles = [
    ['unavailable', true, 'asleep'],
    ['timeout', true, 'late'],
    ['upstream_timeout', true, 'late'],
    ['rate_limited', true, 'limited'],
    ['server_error', true, 'failed'],
    ['bad_response', true, 'failed'],
    ['network', true, 'failed'],
    ['captcha_required', false, 'failed'],
    ['conflict', false, 'late'],
    ['invalid_request', false, 'refused'],
    ['not_found', false, 'refused'],
  ] as const;
  for (const [code, retryable, obstacle] of obstacles) {
    it(`keeps a message that met "${code}", as ${obstacle}`, () => {
      const failed = withFailure(asked(), { code, retryable }, 1_000, true);
      expect(failed.messages).to.deep.equal([
        { id: 1, from: 'visitor', text: 'Hello', obstacle, code, key: failed.messages[0]?.key },
      ]);
      expect(failed.pending).to.equal(undefined);
    });
  }

  it('tells being offline from a failed connection', () => {
    const failed = withFailure(asked(), { code: 'network', retryable: true }, 1_000, false);
    expect(failed.messages[0]?.obstacle).to.equal('offline');
  });

  it('waits as long as the server says after too many messages', () => {
    const failure = { code: 'rate_limited', retryable: true, retryAfter: 30 };
    const limited = withFailure(asked(), failure, 1_000, true);
    expect([1_000, 15_500, 31_000].map((now) => secondsToWait(limited, now))).to.deep.equal([
      30, 16, 0,
    ]);
    expect([30_999, 31_000].map((now) => maySend(limited, now))).to.deep.equal([false, true]);
  });

  it('knows who is asleep, until they reply', () => {
    const asleep = withFailure(asked(), { code: 'unavailable', retryable: true }, 0, true);
    expect(asleep.presence).to.equal('asleep');
    expect(withReply(withSent(asleep, 'Again', 0), 'Yes?').presence).to.equal('awake');
  });

  it('keeps a message whose reply is no longer waited for', () => {
    const stopped = withoutWaiting(asked(), 'stopped');
    expect(stopped.messages[0]?.obstacle).to.equal('stopped');
    expect(withoutWaiting(stopped, 'interrupted')).to.equal(stopped);
  });

  it('shows what there is of a reply, as the message that it becomes', () => {
    const begun = withPart(withPart(asked(), 'Hel'), 'Hello');
    expect(begun.messages.length).to.equal(1);
    expect(shownMessages(begun).at(-1)).to.deep.equal({ id: 2, from: 'character', text: 'Hello' });
    expect(isSlow(begun, 60_000)).to.equal(false);
    const done = withReply(begun, 'Hello there');
    expect(shownMessages(done)).to.equal(done.messages);
    expect(done.messages.at(-1)).to.deep.equal({ id: 2, from: 'character', text: 'Hello there' });
    expect(shownMessages(withPart(done, 'late'))).to.equal(done.messages);
  });

  it('keeps the part of a reply that was stopped, and none that was interrupted', () => {
    const begun = withPart(asked(), 'Hello');
    const stopped = withoutWaiting(begun, 'stopped');
    expect(stopped.messages.map(({ text }) => text)).to.deep.equal(['Hello', 'Hello …']);
    expect(stopped.pending).to.equal(undefined);
    const interrupted = withoutWaiting(begun, 'interrupted');
    expect(interrupted.messages.length).to.equal(1);
    expect(interrupted.messages[0]?.obstacle).to.equal('interrupted');
    const failed = withFailure(begun, { code: 'timeout', retryable: true }, 2_000, true);
    expect(failed.messages.length).to.equal(1);
  });

  it('sends a message again under the key that it had', () => {
    const first = asked();
    const stopped = withoutWaiting(first, 'stopped');
    const { id, text, key } = stopped.messages[0] ?? { id: 0, text: '' };
    expect(key).to.match(/^[\w-]{16,255}$/);
    expect(key).to.equal(first.pending?.key);
    const again = withSent(withoutMessage(stopped, id), text, 2_000, key);
    expect(again.pending?.key).to.equal(key);
    expect(withSent(withReply(again, 'Hi'), text, 3_000).pending?.key).to.not.equal(key);
  });

  it('never gives the id of a removed message to another one', () => {
    const next = withSent(withoutMessage(asked(), 1), 'Next', 0);
    expect(next.messages.map((it) => it.id)).to.deep.equal([2]);
  });
});
