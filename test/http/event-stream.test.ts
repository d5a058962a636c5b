import assert from 'node:assert/strict';
import test from 'node:test';
import { asksForEvents, eventOf } from '../../src/http/event-stream.ts';

test('events are sent to whoever names them, and to nobody else', () => {
  const asks = (Accept?: string) => asksForEvents(new Headers(Accept ? { Accept } : {}));
  for (const accept of [
    'text/event-stream',
    'Text/Event-Stream; charset=utf-8',
    'application/json;q=0.9, text/event-stream;q=0.5',
  ]) {
    assert.equal(asks(accept), true, accept);
  }
  for (const accept of [
    undefined,
    '*/*',
    'text/*',
    'application/json',
    'text/event-streams',
    'text/event-stream;q=0',
    'text/event-stream; q=0.000, */*',
  ]) {
    assert.equal(asks(accept), false, accept);
  }
});

test('an event is one line of JSON, whatever is in it', () => {
  const text = new TextDecoder().decode(eventOf({ text: 'a\n\ndata: b\r – 灯塔' }));
  assert.equal(text, 'data: {"text":"a\\n\\ndata: b\\r – 灯塔"}\n\n');
});
