import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { ids } from '../upstream.ts';
import { open } from '../visitor.ts';
import { closed, codeOf, productPath, type Stage } from './stage.ts';

/** What comes of an upstream in trouble. */
export const describeFaults = ({ upstream, url, lacks, get }: Stage): void => {
  describe('an upstream in trouble', () => {
    test('is let go when the visitor waits no longer', async () => {
      const waiting = new AbortController();
      const { signal } = waiting;
      const path = productPath(ids.hang);
      const answer = assert.rejects(open(url(), { path, signal, reset: lacks('leaving') }));
      const request = await upstream().requestWith(ids.hang);
      waiting.abort();
      await answer;
      await closed(request);
    });

    test('is not followed elsewhere', async () => {
      const answer = await get(productPath(ids.redirect));
      assert.equal(answer.status, 502);
      assert.equal(answer.headers.location, undefined);
      assert.equal(upstream().strayed(), 0);
    });

    test('is reported when it breaks off or sends a page', async () => {
      for (const id of [ids.reset, ids.page]) {
        const answer = await get(productPath(id));
        assert.equal(answer.status, 502);
        assert.equal(codeOf(answer), 'bad_upstream');
      }
    });
  });
};
