import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { eventData } from '../../src/api/event-stream.ts';
import { readReplyEvent } from '../../src/api/reply-event.ts';

/** A stream in these pieces, and whether it was cancelled. */
const streamOf = (...pieces: readonly (string | Uint8Array)[]) => {
  const rest = pieces.map((it) => (typeof it === 'string' ? new TextEncoder().encode(it) : it));
  const state = { isCancelled: false };
  const body = new ReadableStream<Uint8Array>({
    pull: (it) => {
      const next = rest.shift();
      if (next) it.enqueue(next);
      else it.close();
    },
    cancel: () => {
      state.isCancelled = true;
    },
  });
  return { body, state };
};

const dataOf = async (...pieces: readonly (string | Uint8Array)[]): Promise<string[]> => {
  const all: string[] = [];
  for await (const data of eventData(streamOf(...pieces).body)) all.push(data);
  return all;
};

const bytesOf = (text: string) =>
  Array.from(new TextEncoder().encode(text), (byte) => Uint8Array.of(byte));

describe('events of a stream', () => {
  test('are read as the HTML standard says', async () => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ['data: a\n\ndata:b\n\n', ['a', 'b']],
      ['data: a\r\n\r\ndata: b\r\rdata: c\n\r\n', ['a', 'b', 'c']],
      ['data: one\ndata: two\ndata\ndata:\n\n', ['one\ntwo\n\n']],
      ['\uFEFFdata: a\n\n', ['a']],
      [': comment\n\nevent: x\nid: 1\nretry: 5\n\ndata: a\n\n', ['a']],
      ['database: x\n data: x\ndata : x\n\n', []],
      ['data:  two spaces\n\n', [' two spaces']],
      ['data: a\n\ndata: never ended\n', ['a']],
      ['data\n\n', ['']],
      ['\n\n\n', []],
      ['', []],
      ['data: Grüße – 灯塔\n\n', ['Grüße – 灯塔']],
    ];
    for (const [stream, expected] of cases) {
      assert.deepEqual(await dataOf(stream), expected, JSON.stringify(stream));
      assert.deepEqual(await dataOf(...bytesOf(stream)), expected, JSON.stringify(stream));
    }
  });

  test('may come as many as like in one piece', async () => {
    const all = Array.from({ length: 10_000 }, (_, index) => `data: ${index}\r\n\r\n`).join('');
    assert.equal((await dataOf(all)).length, 10_000);
  });

  test('cost no more when they come letter by letter', async () => {
    const letters = bytesOf(`data: ${'x'.repeat(50_000)}\n\n`);
    const [data] = await dataOf(...letters);
    assert.equal(data?.length, 50_000);
  });

  test('end where there is more than the limit', async () => {
    const { body, state } = streamOf('data: a\n\n', ': more\n\n', ': and more\n\n');
    const seen: string[] = [];
    const all = async () => {
      for await (const data of eventData(body, 12)) seen.push(data);
    };
    await assert.rejects(all(), RangeError);
    assert.deepEqual(seen, ['a']);
    assert.equal(state.isCancelled, true);
  });

  test('are not read any further by whoever leaves', async () => {
    const { body, state } = streamOf('data: a\n\n', 'data: b\n\n', 'data: c\n\n');
    for await (const data of eventData(body)) {
      assert.equal(data, 'a');
      break;
    }
    assert.equal(state.isCancelled, true);
  });
});

test('an event of a reply is a piece, the end, or a failure, and nothing else', () => {
  const read = (value: unknown) => readReplyEvent(JSON.stringify(value));
  assert.deepEqual(read({ text: 'Hi', model: 'x' }), { text: 'Hi' });
  assert.deepEqual(read({ text: '' }), { text: '' });
  assert.deepEqual(read({ done: true, response: 'Hi', characterId: 'a', model: 'x' }), {
    done: true,
    response: 'Hi',
    characterId: 'a',
  });
  assert.deepEqual(read({ done: true, reply: 'Hi' }), { done: true, response: 'Hi' });
  assert.deepEqual(read({ error: 'No.', code: 'timeout' }), { error: 'No.', code: 'timeout' });
  assert.deepEqual(read({ error: 'No.', code: 'x' }), { error: 'No.', code: 'server_error' });
  for (const other of [null, [], 'Hi', 5, {}, { text: 5 }, { done: true }, { done: 'true' }]) {
    assert.equal(read(other), undefined, JSON.stringify(other));
  }
  assert.equal(readReplyEvent('<html>'), undefined);
});
