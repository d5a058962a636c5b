import assert from 'node:assert/strict';
import { once } from 'node:events';
import test, { describe } from 'node:test';
import { ids, model } from '../upstream.ts';
import { open, type Asked } from '../visitor.ts';
import { closed, type Stage } from './stage.ts';

/** What is passed on as it comes. */
export const describeStreams = ({ upstream, url, lacks, get }: Stage): void => {
  describe('a model', () => {
    const path = `/fae/models/${ids.plain}/content`;
    const length = lacks('lengths') ? undefined : String(model.length);

    test('arrives whole', async () => {
      const answer = await get(path);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers['content-length'], length);
      assert.ok(Buffer.from(answer.body, 'latin1').equals(model));
    });

    test('arrives in parts', async () => {
      const answer = await get({ path, headers: { Range: 'bytes=70000-70009' } });
      assert.equal(answer.status, 206);
      assert.equal(answer.headers['content-range'], `bytes 70000-70009/${model.length}`);
      assert.ok(Buffer.from(answer.body, 'latin1').equals(model.subarray(70_000, 70_010)));
    });

    test('tells its size when only its head is asked for', async () => {
      const answer = await get({ method: 'HEAD', path });
      assert.equal(answer.status, 200);
      if (length) assert.equal(answer.headers['content-length'], length);
      assert.equal(answer.body, '');
    });
  });

  describe('speech', () => {
    const speak = (text: string, further: Partial<Asked> = {}) =>
      open(url(), { path: '/fae/tts', json: { text }, ...further });

    test('is heard before it is complete', async () => {
      const message = await speak('slow');
      assert.equal(message.statusCode, 200);
      const pieces = message[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
      assert.equal(String((await pieces.next()).value), 'first');
      upstream().finishSpeech('slow');
      assert.equal(String((await pieces.next()).value), 'last');
      assert.ok((await pieces.next()).done);
    });

    test('is no longer produced when nobody listens', async () => {
      const listening = new AbortController();
      const message = await speak('abandoned', {
        signal: listening.signal,
        reset: lacks('leaving'),
      });
      await once(message, 'data');
      message.on('error', () => undefined);
      listening.abort();
      await closed(await upstream().requestWith('abandoned'));
    });

    if (!lacks('cutting')) {
      test('is cut, not rounded off, when the upstream breaks off', async () => {
        const message = await speak('cut');
        const pieces = message[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
        assert.equal(String((await pieces.next()).value), 'first');
        upstream().cutSpeech('cut');
        await assert.rejects(pieces.next());
      });
    }
  });
};
