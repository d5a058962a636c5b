import assert from 'node:assert/strict';
import test from 'node:test';
import { startNode } from './process.ts';
import { describeRuntime } from './suite.ts';
import { ask } from './visitor.ts';

describeRuntime('Cloudflare Workers', {
  start: (env) => startNode('workerd.js', env),
  // Cloudflare's network writes this header over whatever a visitor sends.
  front: (address) => ({ 'CF-Connecting-IP': address, 'X-Forwarded-For': '203.0.113.1' }),
  // No request may wait for what another one does. And without that network workerd takes only a reset
  // for leaving, and ends a chunked answer in order though its body has failed.
  lacks: ['sharing', 'leaving', 'cutting', 'strictness'],
  further: (url) => {
    test('scripts come from the static assets, for every origin', async () => {
      const headers = { Origin: 'https://elsewhere.example' };
      const script = await ask(url(), { path: '/fae/fae.js', headers });
      assert.equal(script.status, 200);
      assert.match(script.headers['content-type'] ?? '', /^text\/javascript/);
      assert.equal(script.headers['access-control-allow-origin'], '*');
      assert.match(script.body, /The loader/);

      const head = await ask(url(), { method: 'HEAD', path: '/fae/fae.js', headers });
      assert.equal(head.status, 200);
      assert.equal(head.body, '');
      const etag = script.headers.etag ?? '';
      const again = { ...headers, 'If-None-Match': etag };
      assert.equal((await ask(url(), { path: '/fae/fae.js', headers: again })).status, 304);
      assert.equal((await ask(url(), { path: '/fae/fae.css', headers })).status, 404);
    });
  },
});
