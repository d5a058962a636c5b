import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { after, before, describe } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { writeOpenApi } from '../../scripts/openapi.ts';
import { openApiDocument } from '../../scripts/openapi/document.ts';
import { apis, type ApiName } from '../../src/api/operations.ts';
import { createApp } from '../../src/platform/app.ts';
import { addHealthRoute } from '../../src/platform/reference/health.ts';
import { openDatabase } from '../../src/platform/store/database.ts';
import { temporaryFolder } from '../support/command.ts';
import { startPlatform, type TestPlatform } from './support.ts';

const apiNames = Object.keys(apis) as ApiName[];
const documents = apiNames.map((api) => `/api/openapi/${api}.json`);

/** What the build puts there: the real documents, and a library that is small enough for a test. */
const library = 'globalThis.Scalar = {};\n';

const writeBuilt = async (folder: string) => {
  const reference = { documents: join(folder, 'openapi'), library: join(folder, 'reference') };
  await writeOpenApi(reference.documents);
  await mkdir(reference.library);
  await writeFile(join(reference.library, 'scalar.js.gz'), gzipSync(library));
  await writeFile(join(reference.library, 'licences.txt'), 'MIT\n');
  return reference;
};

describe('The health of a platform', () => {
  test('is good while its database answers, and tells strangers nothing else', async () => {
    const server = await startPlatform();
    try {
      const response = await fetch(`${server.origin}/api/health`);
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('Cache-Control'), 'no-store');
      assert.deepEqual(await response.json(), { status: 'ok' });
      assert.equal((await fetch(`${server.origin}/api/health`, { method: 'HEAD' })).status, 200);
      const posted = await fetch(`${server.origin}/api/health`, { method: 'POST' });
      assert.equal(posted.status, 405);
      assert.equal(posted.headers.get('Allow'), 'GET');
    } finally {
      await server.close();
    }
  });

  test('is bad once its database is gone', async () => {
    const server = await startPlatform();
    try {
      await server.store.db.destroy();
      const response = await fetch(`${server.origin}/api/health`);
      assert.equal(response.status, 503);
      assert.deepEqual(await response.json(), {
        error: 'The database is not available right now.',
        code: 'unavailable',
      });
    } finally {
      await server.close();
    }
  });

  test('is bad while its database keeps everyone waiting, and good again afterwards', async () => {
    await using folder = await temporaryFolder();
    const database = await openDatabase({ file: join(folder.path, 'platform.db') });
    const app = createApp({ log: () => undefined });
    addHealthRoute(app, database, 20);
    const held = Promise.withResolvers<undefined>();
    const begun = Promise.withResolvers<undefined>();
    const transaction = database.db.transaction().execute(async () => {
      begun.resolve(undefined);
      await held.promise;
    });
    await begun.promise;
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async () => (await app.request('/api/health')).status),
    );
    held.resolve(undefined);
    await transaction;
    assert.deepEqual(new Set(statuses), new Set([503]));
    assert.equal((await app.request('/api/health')).status, 200);
    await database.close();
  });
});

describe('The reference', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: TestPlatform;
  before(async () => {
    folder = await temporaryFolder();
    server = await startPlatform({}, { reference: await writeBuilt(folder.path) });
  });
  after(async () => {
    await server.close();
    await folder[Symbol.asyncDispose]();
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(server.origin + path, { headers });

  interface Served {
    readonly servers: readonly { readonly url: string }[];
    readonly paths: Readonly<
      Record<
        string,
        Readonly<
          Record<
            string,
            {
              readonly parameters?: readonly { name: string; example?: unknown }[];
              readonly requestBody?: {
                content: Record<
                  string,
                  { schema: { required: string[] }; example: Record<string, unknown> }
                >;
              };
            }
          >
        >
      >
    >;
  }
  const served = async (api: ApiName): Promise<Served> =>
    (await (await get(`/api/openapi/${api}.json`)).json()) as Served;

  for (const api of apiNames) {
    test(`has the document of ${api}, whose one server is this platform`, async () => {
      const document = await served(api);
      assert.deepEqual(
        document.servers.map(({ url }) => url),
        [`${server.origin}/api`],
      );
      assert.deepEqual(Object.keys(document.paths), Object.keys(openApiDocument(api).paths));
    });

    test(`has a document of ${api} in which a linter finds nothing wrong`, async () => {
      const config = await createConfig({ extends: ['recommended-strict'] });
      const source = await (await get(`/api/openapi/${api}.json`)).text();
      const problems = await lintFromString({ source, config, absoluteRef: `/${api}.json` });
      assert.deepEqual(
        problems
          // Such as http://localhost:4600, which is what a platform on one's own machine is called.
          .filter(({ ruleId }) => ruleId !== 'no-server-example.com')
          .map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer]),
        [],
      );
    });
  }

  test('names nobody’s workspace in examples: a key knows its own', async () => {
    const { paths } = await served('fae');
    const { get: list, post } = paths['/characters'] ?? {};
    const workspace = list?.parameters?.find(({ name }) => name === 'workspace');
    assert.deepEqual(workspace && 'example' in workspace, false);
    const json = post?.requestBody?.content['application/json'];
    assert.deepEqual(json?.schema.required, ['name']);
    assert.equal(json.example['workspace'], undefined);
    assert.equal((await server.call('POST', '/api/characters', json.example)).status, 201);
  });

  test('names nobody’s project or page in examples', async () => {
    const { paths } = await served('fleek');
    const { get: list } = paths['/v1/ai-agents'] ?? {};
    for (const field of ['projectId', 'cursor']) {
      const found = list?.parameters?.find(({ name }) => name === field);
      assert.deepEqual(found && 'example' in found, false, field);
    }
    const { post: create } = paths['/v2/ai-agents'] ?? {};
    const json = create?.requestBody?.content['application/json'];
    assert.ok(json?.example['config']);
    assert.equal(json.example['projectId'], undefined);
  });

  for (const path of [...documents, '/api/reference', '/api/reference/scalar.js']) {
    test(`is not sent twice: ${path}`, async () => {
      const first = await get(path);
      await first.arrayBuffer();
      const etag = first.headers.get('ETag') ?? '';
      assert.match(etag, /^(W\/)?"[\w-]+"$/);
      const second = await get(path, { 'If-None-Match': etag });
      assert.equal(second.status, 304);
      assert.equal(second.headers.get('ETag'), etag);
      assert.equal(second.headers.get('Cache-Control'), 'no-cache');
      assert.equal((await get(path, { 'If-None-Match': '"other"' })).status, 200);
    });
  }

  test('has a page under a policy that lets in nothing from elsewhere', async () => {
    const response = await get('/api/reference');
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Content-Type'), 'text/html; charset=utf-8');
    assert.equal(response.headers.get('X-Content-Type-Options'), 'nosniff');
    assert.equal(response.headers.get('Referrer-Policy'), 'no-referrer');
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
    ]) {
      assert.ok(policy.split('; ').includes(part), part);
    }
    assert.doesNotMatch(policy, /eval|https?:|\*/);
    const page = await response.text();
    assert.doesNotMatch(page, /https?:\/\//);
    assert.match(page, /<noscript>[^]+openapi\/fae\.json[^]+openapi\/fleek\.json[^]+<\/noscript>/);
  });

  test('has its library, compressed for whoever takes that', async () => {
    const path = '/api/reference/scalar.js';
    const zipped = await get(path, { 'Accept-Encoding': 'br, gzip' });
    assert.equal(zipped.headers.get('Content-Encoding'), 'gzip');
    assert.equal(await zipped.text(), library);
    for (const encoding of ['identity', 'gzip;q=0', 'br']) {
      const plain = await get(path, { 'Accept-Encoding': encoding });
      assert.equal(plain.headers.get('Content-Encoding'), null, encoding);
      assert.equal(plain.headers.get('Content-Type'), 'text/javascript; charset=utf-8');
      assert.equal(await plain.text(), library);
    }
  });

  test('has the licences of what is in the library', async () => {
    const response = await get('/api/reference/licences.txt');
    assert.equal(response.headers.get('Content-Type'), 'text/plain; charset=utf-8');
    assert.equal(await response.text(), 'MIT\n');
  });

  test('works below a path', async () => {
    const other = await startPlatform(
      { publicUrl: 'https://shop.example/fae' },
      {
        reference: {
          documents: join(folder.path, 'openapi'),
          library: join(folder.path, 'reference'),
        },
      },
    );
    try {
      const page = await (await fetch(`${other.origin}/api/reference`)).text();
      assert.match(page, /src="reference\/scalar\.js"/);
      assert.match(page, /&quot;url&quot;:&quot;\/fae\/api&quot;/);
    } finally {
      await other.close();
    }
  });
});

test('A platform that was not built has no reference, and says so', async () => {
  const server = await startPlatform();
  try {
    for (const path of ['/api/reference', '/api/reference/scalar.js', ...documents]) {
      const response = await fetch(server.origin + path);
      assert.equal(response.status, 404, path);
      const { error, code } = (await response.json()) as Record<string, string>;
      assert.equal(code, 'not_found');
      assert.match(error ?? '', /was not built/);
    }
  } finally {
    await server.close();
  }
});
