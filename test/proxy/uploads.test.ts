/** Forms of operators, passed on to a real platform. */
import assert from 'node:assert/strict';
import test, { after, before, describe, type TestContext } from 'node:test';
import { ApiError } from '../../src/client/index.ts';
import { glb, startPlatform, svg, type TestPlatform } from '../platform/support.ts';
import { accessTo, asOperator, inFrontOf } from './in-front.ts';

let platform: TestPlatform;
before(async () => {
  platform = await startPlatform();
});
after(() => platform.close());

const operatorOf = async (t: TestContext) => {
  const proxy = await inFrontOf(t, accessTo(platform));
  return { proxy, client: proxy.clientOf(asOperator) };
};

const stored = async (url: string | undefined): Promise<Uint8Array> =>
  new Uint8Array(await (await fetch(url ?? '')).arrayBuffer());

const refusedWith = (status: number, code: string) => (error: unknown) =>
  error instanceof ApiError && error.status === status && error.code === code;

describe('an upload of an operator through the proxy', () => {
  const bytes = glb(3_000_000);
  const files: Readonly<Record<string, () => File | Blob | ReadableStream<Uint8Array>>> = {
    'a file': () => new File([bytes], 'pot.glb', { type: 'model/gltf-binary' }),
    'a blob': () => new Blob([bytes]),
    'a stream': () => new Blob([bytes]).stream(),
  };
  for (const [what, file] of Object.entries(files)) {
    test(`of ${what} is there, byte for byte, in the proxy’s workspace`, async (t) => {
      const { client } = await operatorOf(t);
      const model = await client.models.upload({ file: file(), name: `Pot of ${what}` });
      assert.equal(model.name, `Pot of ${what}`);
      assert.equal(model.size, bytes.length);
      assert.deepEqual(await stored(model.url), new Uint8Array(bytes));
      const listed = await platform.json(200, 'GET', '/api/models');
      assert.ok(listed.some(({ id }) => id === model.id));
    });
  }

  test('puts a file into an app', async (t) => {
    const { client } = await operatorOf(t);
    const app = await client.apps.create({ name: 'Garden' });
    const file = new Blob(['body { color: teal }']).stream();
    const put = await client.apps.upload({ id: app.id, file, filename: 'css/site.css' });
    assert.deepEqual([put.path, put.size], ['css/site.css', 20]);
    assert.deepEqual(await client.apps.files({ id: app.id }), ['css/site.css']);
  });

  test('is refused as what it is: no image, or no file at all', async (t) => {
    const { client } = await operatorOf(t);
    const file = new Blob(['no picture']);
    await assert.rejects(
      async () => client.images.upload({ file }),
      refusedWith(415, 'unsupported_media_type'),
    );
    const nothing = { file: undefined as unknown as Blob };
    await assert.rejects(
      async () => client.images.upload(nothing),
      refusedWith(400, 'invalid_request'),
    );
  });

  test('takes its own workspace in the query, and no other', async (t) => {
    const { proxy } = await operatorOf(t);
    const form = new FormData();
    form.set('file', new Blob([svg]), 'sun.svg');
    const send = (workspace: string) =>
      proxy.ask(`/images/upload?workspace=${workspace}`, {
        method: 'POST',
        body: form,
        headers: asOperator,
      });
    assert.equal((await send(platform.platform.workspace)).status, 201);
    const foreign = await send((await platform.otherWorkspace()).id);
    assert.equal(foreign.status, 403);
    assert.equal(((await foreign.json()) as { code: string }).code, 'forbidden');
  });

  test('is an operator’s alone', async (t) => {
    const { proxy } = await operatorOf(t);
    const file = new Blob([svg]);
    for (const headers of [{}, { Authorization: 'Bearer somebody-elses-token' }]) {
      const upload = proxy.clientOf(headers).images.upload({ file });
      await assert.rejects(async () => upload, refusedWith(403, 'forbidden'));
    }
    const elsewhere = proxy.clientOf({ ...asOperator, Origin: 'https://evil.example' });
    const upload = elsewhere.images.upload({ file });
    await assert.rejects(async () => upload, refusedWith(403, 'origin_not_allowed'));
  });

  test('leaves no trace in the log but that it was', async (t) => {
    const { proxy, client } = await operatorOf(t);
    await client.images.upload({ file: new File([svg], 'secret-name.svg'), name: 'Secret name' });
    const [event] = proxy.events;
    assert.equal(event?.['operation'], 'images.upload');
    assert.equal(event['status'], 201);
    assert.doesNotMatch(JSON.stringify(event), /secret|Bearer|fae_test_key/i);
  });
});
