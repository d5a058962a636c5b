/** Apps: made, filled, and served without any power over the API. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { join } from 'node:path';
import test, { after, before, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { formOf, send, sent } from './forms.ts';
import { startPlatform, type TestPlatform } from './support.ts';

const templates = fileURLToPath(new URL('../../src/platform/sample/templates', import.meta.url));
const startForApps = (env: Record<string, string> = {}, publicUrl?: string) =>
  startPlatform({ env, ...(publicUrl !== undefined && { publicUrl }) }, { templates });

const create = (server: TestPlatform, fields: Record<string, unknown>, status = 201) =>
  server.json(status, 'POST', '/api/apps', fields);

const put = (server: TestPlatform, id: string, path: string, content: string, status = 201) =>
  sent(status, server, `/api/apps/${id}/upload`, formOf(content, 'file', { filename: path }));

/** A request as it stands: `fetch` would tidy the path up, and choose the host itself. */
const raw = (
  server: TestPlatform,
  path: string,
  { host, method = 'GET', ...headers }: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; text: string }> =>
  new Promise((resolve, reject) => {
    const { hostname, port, host: own } = new URL(server.origin);
    const options = { hostname, port, path, method, headers: { Host: host ?? own, ...headers } };
    request(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        const found = new Headers(Object.entries(response.headers) as [string, string][]);
        resolve({ status: response.statusCode ?? 0, headers: found, text });
      });
    })
      .on('error', reject)
      .end();
  });

const sandbox = 'sandbox allow-scripts allow-forms';

describe('An app', () => {
  let server: TestPlatform;
  before(async () => {
    server = await startForApps();
  });
  after(() => server.close());

  test('has a slug made of its name, a place and a domain', async () => {
    const fields = { name: 'Café “Zum Mond”', description: 'Open late', thumbnail: 'x' };
    const app = await create(server, { ...fields, githubRepo: 'https://github.com/moon/cafe' });
    assert.equal(app['slug'], 'cafe-zum-mond');
    assert.equal(app['url'], `${server.origin}/apps/cafe-zum-mond/`);
    assert.equal(app['domain'], 'cafe-zum-mond.localhost');
    assert.equal(app['githubRepo'], 'https://github.com/moon/cafe');
    for (const [name, value] of Object.entries(fields)) assert.equal(app[name], value);
    const listed = await server.json(200, 'GET', '/api/apps');
    assert.deepEqual(listed, [app]);
  });

  const slugs: [string, string][] = [
    ['Twice', 'twice'],
    ['twice!', 'twice-2'],
    [' TWICE ', 'twice-3'],
    ['日本語', 'my-app'],
    ['🎈', 'my-app-2'],
    ['api', 'api-2'],
    ['../../etc/passwd', 'etc-passwd'],
    ['Straße & Übermut', 'strasse-ubermut'],
    ['x'.repeat(100), 'x'.repeat(50)],
    ['a-2', 'a-2'],
    ['a', 'a'],
    ['A', 'a-3'],
  ];
  test('shares its slug with no other, whoever made that', async () => {
    for (const [name, slug] of slugs) assert.equal((await create(server, { name }))['slug'], slug);
    const other = { 'x-api-key': (await server.otherWorkspace()).key };
    const theirs = await server.json(201, 'POST', '/api/apps', { name: 'Twice' }, other);
    assert.equal(theirs['slug'], 'twice-4');
    assert.equal((await server.json(200, 'GET', '/api/apps', undefined, other)).length, 1);
    const same = Array.from({ length: 4 }, () => create(server, { name: 'At once' }));
    const given = (await Promise.all(same)).map((it) => it['slug']);
    assert.deepEqual(given.sort(), ['at-once', 'at-once-2', 'at-once-3', 'at-once-4']);
  });

  test('may have a domain of its own, which no other app can take', async () => {
    const app = await create(server, { name: 'Own', domain: ' Shop.Example.COM ' });
    assert.equal(app['domain'], 'shop.example.com');
    const refused = await create(server, { name: 'Thief', domain: 'shop.example.com' }, 409);
    assert.equal(refused['code'], 'conflict');
  });

  const wrong: [Record<string, unknown>, RegExp][] = [
    [{}, /"name" is required/],
    [{ name: ' ' }, /"name" must not be empty/],
    [{ name: 'x'.repeat(101) }, /"name"/],
    [{ name: 'x', templateId: 'nothing' }, /"templateId" names no template: nothing/],
    [{ name: 'x', templateId: '../landing' }, /"templateId"/],
    [{ name: 'x', domain: 'no domain' }, /"domain" must be a host name/],
    [{ name: 'x', domain: 'https://shop.example' }, /"domain"/],
    [{ name: 'x', domain: '127.0.0.1' }, /"domain"/],
    [{ name: 'x', domain: 'localhost' }, /"domain"/],
    [{ name: 'x', domain: 'other.localhost' }, /"domain" must be a host of your own/],
    [{ name: 'x', githubRepo: 'https://github.com.evil.example/a/b' }, /"githubRepo"/],
    [{ name: 'x', githubRepo: 'https://github.com/a/..' }, /"githubRepo"/],
  ];
  for (const [body, message] of wrong) {
    test(`is refused for ${JSON.stringify(body).slice(0, 70)}`, async () => {
      const before = await server.json(200, 'GET', '/api/apps');
      const refused = await create(server, body, 400);
      assert.equal(refused['code'], 'invalid_request');
      assert.match(String(refused['error']), message);
      assert.deepEqual(await server.json(200, 'GET', '/api/apps'), before);
    });
  }
});

describe('A template', () => {
  let server: TestPlatform;
  before(async () => {
    server = await startForApps();
  });
  after(() => server.close());

  test('is shown with name, words and picture', async () => {
    const list = await server.json(200, 'GET', '/api/apps/templates');
    assert.deepEqual(
      list.map((it) => it.id),
      ['chat', 'gallery', 'landing'],
    );
    for (const { name, description, thumbnail } of list) {
      assert.ok(name && description);
      const picture = await fetch(String(thumbnail));
      assert.equal(picture.headers.get('Content-Type'), 'image/svg+xml');
      assert.match(picture.headers.get('Content-Security-Policy') ?? '', /^sandbox/);
      assert.match(await picture.text(), /^<svg/);
    }
    assert.equal((await fetch(`${server.origin}/templates/nothing/thumbnail.svg`)).status, 404);
  });

  test('is copied into the app, with the workspace’s own put in', async () => {
    const name = 'Moon & <Sons>';
    const { id, url } = await create(server, { name, templateId: 'landing' });
    const files = await server.json(200, 'GET', `/api/apps/${id}/files`);
    assert.deepEqual(files, ['index.html', 'style.css']);
    const page = await (await fetch(String(url))).text();
    assert.ok(page.includes('<title>Moon &amp; &lt;Sons&gt;</title>'));
    assert.ok(page.includes(`product-id="${server.platform.sample['productId']}"`));
    assert.ok(page.includes(`src="${server.origin}/fae/fae.js"`));
    assert.doesNotMatch(page, /\{\{/);
    const style = await fetch(`${String(url)}style.css`);
    assert.equal(style.headers.get('Content-Type'), 'text/css; charset=utf-8');
  });

  test('leaves what the workspace does not have to its owner', async () => {
    const other = { 'x-api-key': (await server.otherWorkspace()).key };
    const body = { name: 'Empty', templateId: 'chat' };
    const { url } = await server.json(201, 'POST', '/api/apps', body, other);
    assert.match(await (await fetch(String(url))).text(), /character-id="\{\{characterId\}\}"/);
  });
});

describe('The files of an app', () => {
  let server: TestPlatform;
  let id: string;
  let url: string;
  before(async () => {
    server = await startForApps();
    const app = await create(server, { name: 'Files' });
    ({ id } = app);
    url = String(app['url']);
  });
  after(() => server.close());

  test('are put where their names say, and listed as paths', async () => {
    const upload = `/api/apps/${id}/upload`;
    const named = await sent(201, server, upload, formOf('a', 'Größe 1.txt'));
    assert.deepEqual(named, {
      path: 'Größe 1.txt',
      size: 1,
      url: `${url}Gr%C3%B6%C3%9Fe%201.txt`,
    });
    await put(server, id, 'img/deep/er.txt', 'bb');
    await sent(201, server, upload, formOf('c', '/home/me/secret/from-disk.txt'));
    await sent(201, server, upload, formOf('d', 'empty-field.txt', { filename: '' }));
    assert.deepEqual(await server.json(200, 'GET', `/api/apps/${id}/files`), [
      'Größe 1.txt',
      'empty-field.txt',
      'from-disk.txt',
      'img/deep/er.txt',
    ]);
    assert.equal(await (await fetch(named['url'])).text(), 'a');
  });

  test('are replaced by what comes to the same path', async () => {
    await put(server, id, 'same.txt', 'before');
    const before = await fetch(`${url}same.txt`);
    await put(server, id, 'same.txt', 'after');
    const after = await fetch(`${url}same.txt`);
    assert.notEqual(after.headers.get('ETag'), before.headers.get('ETag'));
    assert.deepEqual([await before.text(), await after.text()], ['before', 'after']);
    const strays = await server.store.db.selectFrom('stray_blobs').selectAll().execute();
    assert.deepEqual(strays, [], 'and the old bytes are gone');
  });

  for (const path of [
    '../x.html',
    '..',
    'a/../../x.html',
    '/etc/passwd',
    'a//b',
    'a/./b',
    'a\\b',
    'C:x',
    'a\u0000b',
    'a\nb',
    'x'.repeat(256),
  ]) {
    test(`are nowhere like ${JSON.stringify(path).slice(0, 40)}`, async () => {
      const before = await server.json(200, 'GET', `/api/apps/${id}/files`);
      const refused = await put(server, id, path, 'x', 400);
      assert.match(String(refused['error']), /"filename"/);
      assert.deepEqual(await server.json(200, 'GET', `/api/apps/${id}/files`), before);
    });
  }

  test('need a file and a form', async () => {
    const upload = `/api/apps/${id}/upload`;
    await sent(400, server, upload, formOf(undefined, '', { filename: 'x.txt' }));
    await sent(415, server, upload, '{}', { 'Content-Type': 'application/json' });
    await sent(400, server, upload, formOf('x', ''), {});
  });

  test('are those of an app of this workspace', async () => {
    const other = { 'x-api-key': (await server.otherWorkspace()).key };
    await server.json(404, 'GET', `/api/apps/${id}/files`, undefined, other);
    const upload = await send(server, `/api/apps/${id}/upload`, formOf('x', 'x.txt'), other);
    assert.equal(upload.status, 404);
    for (const unknown of ['nonsense', '0123456789abcdef01234567']) {
      await server.json(404, 'GET', `/api/apps/${unknown}/files`);
      await sent(404, server, `/api/apps/${unknown}/upload`, formOf('x', 'x.txt'));
    }
  });
});

test('An app has room for so much and no more', async (t) => {
  const first = await startPlatform();
  await first.stop();
  const folder = join(first.root, 'data', 'uploads');
  const limits = { media: 1, appFile: 100, app: 150, appFiles: 3 };
  const server = await startPlatform({}, { services: { uploads: { folder, limits } } }, first.root);
  t.after(first.close);
  t.after(server.stop);
  const { id } = await create(server, { name: 'Small' });
  await put(server, id, 'a.txt', 'x'.repeat(101), 413);
  await put(server, id, 'a.txt', 'x'.repeat(100));
  await put(server, id, 'b.txt', 'x'.repeat(51), 413);
  await put(server, id, 'b.txt', 'x'.repeat(50));
  await put(server, id, 'b.txt', 'y'.repeat(50));
  await put(server, id, 'a.txt', 'x');
  await put(server, id, 'c.txt', 'x');
  const refused = await put(server, id, 'd.txt', 'x', 413);
  assert.equal(refused['code'], 'too_large');
  const files = await server.json(200, 'GET', `/api/apps/${id}/files`);
  assert.deepEqual(files, ['a.txt', 'b.txt', 'c.txt']);
});

describe('An app below our own host', () => {
  let server: TestPlatform;
  let id: string;
  before(async () => {
    server = await startForApps();
    ({ id } = await create(server, { name: 'Site' }));
    await put(server, id, 'index.html', '<!doctype html><title>Home</title>');
    await put(server, id, 'docs/index.html', '<!doctype html><title>Docs</title>');
    await put(server, id, 'app.js', 'fetch("/api/nfts")');
    await put(server, id, 'odd name (1).svg', '<svg/>');
    await put(server, id, 'data', 'no extension');
  });
  after(() => server.close());

  test('is served with right types, in a sandbox, and never as ours', async () => {
    for (const [path, type] of [
      ['', 'text/html; charset=utf-8'],
      ['docs/', 'text/html; charset=utf-8'],
      ['app.js', 'text/javascript; charset=utf-8'],
      ['odd%20name%20(1).svg', 'image/svg+xml; charset=utf-8'],
      ['data', 'application/octet-stream'],
      ['nothing', 'text/html; charset=utf-8'],
    ] as const) {
      const { status, headers } = await raw(server, `/apps/site/${path}`, {
        Origin: 'https://elsewhere.example',
        Cookie: 'fae_session=whatever',
      });
      assert.equal(status, path === 'nothing' ? 404 : 200, path);
      assert.equal(headers.get('Content-Type'), type);
      assert.equal(headers.get('Content-Security-Policy'), sandbox);
      assert.equal(headers.get('X-Content-Type-Options'), 'nosniff');
      assert.equal(headers.get('Access-Control-Allow-Origin'), null);
      assert.equal(headers.get('Set-Cookie'), null);
    }
  });

  test('answers conditions, ranges and HEAD', async () => {
    const { headers, text } = await raw(server, '/apps/site/app.js');
    const known = { 'If-None-Match': headers.get('ETag') ?? '' };
    const again = await raw(server, '/apps/site/app.js', known);
    assert.deepEqual([again.status, again.text], [304, '']);
    assert.equal(again.headers.get('Content-Security-Policy'), sandbox);
    const part = await raw(server, '/apps/site/app.js', { Range: 'bytes=0-4' });
    assert.deepEqual([part.status, part.text], [206, 'fetch']);
    const head = await raw(server, '/apps/site/app.js', { method: 'HEAD' });
    assert.equal(head.headers.get('Content-Length'), String(text.length));
    assert.equal(head.text, '');
    const missing = await raw(server, '/apps/site/nothing', { method: 'HEAD' });
    assert.deepEqual([missing.status, missing.text], [404, '']);
  });

  test('leads a folder’s name to the folder', async () => {
    const folder = await raw(server, '/apps/site/docs');
    assert.deepEqual([folder.status, folder.headers.get('Location')], [308, '/apps/site/docs/']);
    const app = await raw(server, '/apps/site');
    assert.deepEqual([app.status, app.headers.get('Location')], [308, '/apps/site/']);
  });

  for (const path of [
    '../../../../etc/passwd',
    '..%2f..%2fplatform.db',
    '%2e%2e/%2e%2e/keys.json',
    '%',
    '%ff',
    '%00',
    '//elsewhere.example',
    'docs//',
    'index.html/',
  ]) {
    test(`has nothing at ${path}`, async () => {
      const { status, headers } = await raw(server, `/apps/site/${path}`);
      assert.equal(status, 404);
      assert.equal(headers.get('Location'), null);
    });
  }

  test('says so where there is no such page, or no such app, in its own words if it has any', async () => {
    const ours = await raw(server, '/apps/site/nothing');
    assert.match(ours.text, /There is nothing here/);
    const none = await raw(server, '/apps/no-such-app/');
    assert.deepEqual([none.status, none.headers.get('Content-Security-Policy')], [404, sandbox]);
    await put(server, id, '404.html', '<!doctype html><title>Lost?</title>');
    const own = await raw(server, '/apps/site/nothing', { Range: 'bytes=0-3' });
    assert.deepEqual([own.status, own.text], [404, '<!doctype html><title>Lost?</title>']);
  });

  test('takes nothing but GET and HEAD', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const { status, headers } = await raw(server, '/apps/site/', { method });
      assert.deepEqual([status, headers.get('Allow')], [405, 'GET, HEAD']);
      assert.equal(headers.get('Content-Security-Policy'), sandbox);
    }
    const preflight = await raw(server, '/apps/site/app.js', {
      method: 'OPTIONS',
      Origin: 'null',
      'Access-Control-Request-Method': 'GET',
    });
    assert.equal(preflight.headers.get('Access-Control-Allow-Origin'), null);
  });

  test('has the domain of its slug, in the same sandbox', async () => {
    const { status, headers, text } = await raw(server, '/', { host: 'site.localhost:4600' });
    assert.equal(status, 200);
    assert.match(text, /Home/);
    assert.equal(headers.get('Content-Security-Policy'), sandbox);
    const other = await raw(server, '/api/nfts', { host: 'site.localhost' });
    assert.equal(other.status, 404, 'the API is not there');
    const unknown = await raw(server, '/api/nfts', { host: 'unknown.localhost' });
    assert.equal(unknown.status, 401, 'a host of no app is ours');
  });
});

describe('An app on a host for apps', () => {
  const env = { FAE_APPS_URL: 'https://apps.example:8443' };
  let server: TestPlatform;
  before(async () => {
    server = await startForApps(env);
    const { id } = await create(server, { name: 'Own' });
    await put(server, id, 'index.html', '<!doctype html><title>Own</title>');
    const shop = await create(server, { name: 'Shop', domain: 'shop.example.com' });
    await put(server, shop.id, 'index.html', '<!doctype html><title>Shop</title>');
    await put(server, shop.id, 'api/nfts', 'a file of the app');
  });
  after(() => server.close());

  test('is told with its address there', async () => {
    const [own, shop] = await server.json(200, 'GET', '/api/apps');
    assert.deepEqual(
      [own?.['url'], own?.['domain'], shop?.['url'], shop?.['domain']],
      [
        'https://own.apps.example:8443/',
        'own.apps.example',
        'https://shop.apps.example:8443/',
        'shop.example.com',
      ],
    );
  });

  for (const [host, title] of [
    ['own.apps.example', 'Own'],
    ['OWN.apps.example:8443', 'Own'],
    ['own.apps.example.', 'Own'],
    ['shop.apps.example', 'Shop'],
    ['shop.example.com', 'Shop'],
  ] as const) {
    test(`is at ${host}, with an origin of its own and nothing of ours`, async () => {
      const page = await raw(server, '/', { host });
      assert.deepEqual([page.status, page.text], [200, `<!doctype html><title>${title}</title>`]);
      assert.equal(page.headers.get('Content-Security-Policy'), null);
      assert.equal(page.headers.get('X-Content-Type-Options'), 'nosniff');
      assert.equal(page.headers.get('Access-Control-Allow-Origin'), null);
      const key = { 'x-api-key': server.platform.key };
      const ours = await raw(server, '/api/characters', { host, ...key });
      assert.equal(ours.status, 404);
      const write = await raw(server, '/api/nfts', { host, method: 'POST', ...key });
      assert.equal(write.status, 405);
    });
  }

  test('owns all of its paths, those that look like ours too', async () => {
    const file = await raw(server, '/api/nfts', { host: 'shop.example.com' });
    assert.deepEqual([file.status, file.text], [200, 'a file of the app']);
  });

  for (const host of ['apps.example', 'unknown.apps.example', 'a.own.apps.example']) {
    test(`is not at ${host}, nor is anything of ours`, async () => {
      const key = { 'x-api-key': server.platform.key };
      const { status, text } = await raw(server, '/api/nfts', { host, ...key });
      assert.equal(status, 404);
      assert.match(text, /There is nothing here/);
    });
  }

  test('is still below our own host, in the sandbox', async () => {
    const { status, headers } = await raw(server, '/apps/own/');
    assert.deepEqual([status, headers.get('Content-Security-Policy')], [200, sandbox]);
  });

  test('can claim neither our hosts nor those around them', async () => {
    for (const domain of ['apps.example', 'x.apps.example', 'own.apps.example', 'www.localhost']) {
      await create(server, { name: 'x', domain }, 400);
    }
  });
});

describe('FAE_APPS_URL', () => {
  for (const [value, publicUrl] of [
    ['apps.example', 'https://fae.example'],
    ['ftp://apps.example', 'https://fae.example'],
    ['https://apps.example/path', 'https://fae.example'],
    ['https://10.0.0.1', 'https://fae.example'],
    ['https://fae.example:8443', 'https://fae.example'],
  ] as const) {
    test(`is refused as ${value}`, async () => {
      await assert.rejects(startForApps({ FAE_APPS_URL: value }, publicUrl), (error: Error) => {
        assert.ok(error instanceof TypeError);
        return /FAE_APPS_URL/.test(error.message);
      });
    });
  }

  test('is not needed where our own address is a number: apps have no domain then', async (t) => {
    const server = await startForApps({}, 'http://127.0.0.1:4600');
    t.after(server.close);
    const app = await create(server, { name: 'Plain' });
    assert.equal(app['domain'], undefined);
    assert.equal(app['url'], 'http://127.0.0.1:4600/apps/plain/');
  });
});
