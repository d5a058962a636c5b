import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { HttpError } from '../../../src/http/problem.ts';
import type { ProxyOptions } from '../../../src/proxy/options.ts';
import { forward } from '../../../src/proxy/steps/forward.ts';
import { validate } from '../../../src/proxy/steps/validate.ts';
import { baseOptions, callOf, id, key, workspace, type Asked } from '../harness.ts';

interface Sent {
  readonly url: string;
  readonly init: RequestInit & { readonly headers: Headers; readonly body?: string };
}

/** What goes upstream for a request. */
const sent = async (request: Asked, options: ProxyOptions = {}): Promise<Sent> => {
  const seen: Sent[] = [];
  const fetch = ((url: URL, init: Sent['init']) => {
    seen.push({ url: url.href, init });
    return Promise.resolve(Response.json({}));
  }) as typeof globalThis.fetch;
  const call = callOf(request, { ...options, fae: { ...baseOptions.fae, ...options.fae, fetch } });
  await validate(call);
  await forward(call);
  call.end();
  const [only] = seen;
  assert.ok(only);
  return only;
};

const failing = async (cause: unknown) => {
  const fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
  const call = callOf({ path: '/tts/status' }, { fae: { ...baseOptions.fae, fetch } });
  let refunds = 0;
  call.refund = () => {
    refunds += 1;
    return Promise.resolve();
  };
  const error = await Promise.resolve(forward(call)).then(
    () => assert.fail('was answered'),
    (it: unknown) => it,
  );
  call.end();
  assert.ok(error instanceof HttpError);
  return { error, refunds };
};

describe('forward', () => {
  test('adds key and workspace to the query', async () => {
    const { url, init } = await sent({ path: '/public/nfts' });
    assert.equal(url, `http://upstream.test/api/public/nfts?workspace=${workspace}`);
    assert.equal(init.headers.get('x-api-key'), key);
    assert.equal(init.redirect, 'manual');
  });

  test('adds the workspace to the body under the name that the operation has for it', async () => {
    const { init } = await sent({ path: '/tts', json: { text: 'Hi' } });
    assert.deepEqual(JSON.parse(init.body ?? ''), { text: 'Hi', workspaceId: workspace });
  });

  test('adds its workspace to an operator’s query and body', async () => {
    const options = { authorize: () => true };
    const query = await sent({ path: '/nfts?collection=c' }, options);
    assert.equal(query.url, `http://upstream.test/api/nfts?collection=c&workspace=${workspace}`);
    const body = await sent({ path: '/nfts', json: { name: 'a', workspace } }, options);
    assert.deepEqual(JSON.parse(body.init.body ?? ''), { name: 'a', workspace });
  });

  test('passes on none of the visitor’s headers where JSON is asked for', async () => {
    const { init } = await sent({
      path: '/public/nfts',
      headers: {
        'x-api-key': 'theirs',
        Authorization: 'Bearer theirs',
        Cookie: 'a=1',
        Connection: 'close, x-api-key',
        'X-Forwarded-For': '1.1.1.1',
        'X-Forwarded-Host': 'evil.test',
        'x-fal-target-url': 'http://evil.test',
        Range: 'bytes=0-1',
      },
    });
    assert.deepEqual([...init.headers.keys()].toSorted(), ['accept', 'x-api-key', 'x-request-id']);
    assert.equal(init.headers.get('x-api-key'), key);
  });

  test('passes on range and validators where bytes are asked for', async () => {
    const conditions = { Range: 'bytes=0-99', 'If-Range': '"a"', 'If-None-Match': '"a"' };
    const { init } = await sent({ path: `/models/${id}/content`, headers: conditions });
    for (const [name, value] of Object.entries(conditions)) {
      assert.equal(init.headers.get(name), value);
    }
    assert.equal(init.headers.get('Accept-Encoding'), 'identity');
    const many = await sent({
      path: `/models/${id}/content`,
      headers: { Range: 'bytes=0-1,5-6' },
    });
    assert.equal(many.init.headers.get('Range'), null);
  });

  test('asks for HEAD only where there are bytes to spare', async () => {
    const model = await sent({ method: 'HEAD', path: `/models/${id}/content` });
    assert.equal(model.init.method, 'HEAD');
    assert.equal((await sent({ method: 'HEAD', path: '/public/nfts' })).init.method, 'GET');
  });

  test('sends the session where the API wants a person’s', async () => {
    const fae = { ...baseOptions.fae, sessionCookie: 'sid=1' };
    const speech = await sent({ path: '/tts', json: { text: 'Hi' } }, { fae });
    assert.equal(speech.init.headers.get('Cookie'), 'sid=1');
    assert.equal((await sent({ path: '/public/nfts' }, { fae })).init.headers.get('Cookie'), null);
  });

  test('keeps below the configured base', async () => {
    const fae = { ...baseOptions.fae, url: 'https://upstream.test/v1/api/' };
    const { url } = await sent({ path: `/models/${id}/content` }, { fae });
    assert.equal(url, `https://upstream.test/v1/api/models/${id}/content`);
  });

  test('sends nothing without key, workspace or a usable URL', async () => {
    const incomplete: NonNullable<ProxyOptions['fae']>[] = [
      { workspace, key: undefined },
      { workspace, key: '' },
      { workspace, key: 'with a\nline break' },
      { key, workspace: undefined },
      { key, workspace, url: 'ftp://upstream.test' },
      { key, workspace, url: 'https://user:pass@upstream.test' },
      { key, workspace, url: 'https://upstream.test/api?x=' },
    ];
    for (const fae of incomplete) {
      const fetch = () => assert.fail('was sent');
      const call = callOf({ path: '/public/nfts' }, { fae: { ...fae, fetch } });
      await assert.rejects(
        async () => forward(call),
        (error) =>
          error instanceof HttpError &&
          error.code === 'not_configured' &&
          error.status === 503 &&
          !error.message.includes('line break'),
        JSON.stringify(fae),
      );
    }
  });

  test('gives the cost back when the upstream was not reached', async () => {
    const { error, refunds } = await failing({ code: 'ECONNREFUSED' });
    assert.deepEqual([error.status, error.code, refunds], [503, 'unavailable', 1]);
  });

  test('keeps the cost when the upstream may have been reached', async () => {
    for (const cause of [{ code: 'ECONNRESET' }, undefined, 'odd']) {
      const { error, refunds } = await failing(cause);
      assert.deepEqual([error.status, error.code, refunds], [502, 'bad_upstream', 0]);
    }
  });
});
