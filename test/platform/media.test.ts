/** Images, videos, audios, documents and models: one implementation, five types. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before, describe } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { withForm } from '../../src/platform/files/form.ts';
import { formOf, send, sent } from './forms.ts';
import { somebody, startForPeople } from './people.ts';
import { glb, startPlatform, svg, type TestPlatform } from './support.ts';
import { until } from './until.ts';

const kinds = ['images', 'videos', 'audios', 'documents', 'models'] as const;

/** The first bytes that tell what a file is, and more. */
const samples = {
  images: '\u0089PNG\r\n\u001a\nthe rest of a picture',
  videos: '\u001aE\u00df\u00a3 the rest of a film',
  audios: 'ID3\u0003 the rest of a song',
  documents: '%PDF-1.7 the rest of a document',
  models: 'glTF the rest of a model',
} as const;

const types = {
  images: 'image/png',
  videos: 'video/webm',
  audios: 'audio/mpeg',
  documents: 'application/pdf',
  models: 'model/gltf-binary',
} as const;

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const foreign = (name: string) => `https://media.example/${name}`;

for (const kind of kinds) {
  describe(`Records of ${kind}`, () => {
    let time = Date.UTC(2030, 0, 1);
    let server: TestPlatform;
    before(async () => {
      server = await startPlatform({}, { now: () => (time += 1_000) });
    });
    after(() => server.close());

    const register = (fields: Record<string, unknown>) =>
      server.json(201, 'POST', `/api/${kind}`, fields);

    test('are registered with every field, renamed and deleted', async () => {
      const fields = { url: foreign('a.bin'), name: 'A', size: 5, mimeType: 'a/b', tags: ['x'] };
      const created = await register(fields);
      for (const [name, value] of Object.entries(fields)) assert.deepEqual(created[name], value);
      const path = `/api/${kind}/${created.id}`;
      const renamed = await server.json(200, 'PUT', path, { name: 'B', album: 'Winter' });
      assert.deepEqual(
        [renamed['name'], renamed['album'], renamed['url'], renamed['size']],
        ['B', 'Winter', fields.url, 5],
      );
      assert.ok(String(renamed['updatedAt']) > String(created['updatedAt']));
      const deleted = await server.json(200, 'DELETE', path);
      assert.deepEqual(deleted, { success: true, freed: 0 }, 'nothing of ours was freed');
      await server.json(404, 'DELETE', path);
      await server.json(404, 'PUT', path, { name: 'C' });
    });

    test('are listed newest first', async () => {
      for (const name of ['First', 'Second', 'Third']) await register({ url: foreign(name), name });
      const listed = await server.json(200, 'GET', `/api/${kind}`);
      const names = listed.map((it) => it['name']);
      assert.deepEqual(names.slice(0, 3), ['Third', 'Second', 'First']);
    });

    test('are of this type alone', async () => {
      const { id } = await register({ url: foreign('own'), name: 'Own' });
      for (const other of kinds.filter((it) => it !== kind)) {
        const listed = await server.json(200, 'GET', `/api/${other}`);
        assert.ok(!listed.some((it) => it.id === id));
        await server.json(404, 'PUT', `/api/${other}/${id}`, { name: 'x' });
        await server.json(404, 'DELETE', `/api/${other}/${id}`);
      }
      if (kind !== 'models') await server.json(404, 'GET', `/api/models/${id}/content`);
      await server.json(200, 'PUT', `/api/${kind}/${id}`, { name: 'Still there' });
    });

    test('are nobody else’s', async () => {
      const { id } = await register({ url: foreign('ours') });
      const key = { 'x-api-key': (await server.otherWorkspace()).key };
      assert.deepEqual(await server.json(200, 'GET', `/api/${kind}`, undefined, key), []);
      await server.json(404, 'PUT', `/api/${kind}/${id}`, { name: 'x' }, key);
      await server.json(404, 'DELETE', `/api/${kind}/${id}`, undefined, key);
    });

    test('are uploaded, streamed in whole and in part, and removed with their bytes', async () => {
      const bytes = bytesOf(samples[kind]);
      const form = formOf(bytes, 'Größe 1.exe', { name: 'Called so' });
      const created = await sent(201, server, `/api/${kind}/upload`, form);
      assert.deepEqual(
        [created['name'], created['size'], created['mimeType']],
        ['Called so', bytes.length, types[kind]],
      );
      const url = String(created['url']);
      const whole = await fetch(url);
      assert.equal(whole.headers.get('Content-Type'), types[kind]);
      assert.deepEqual(new Uint8Array(await whole.arrayBuffer()), bytes);
      const part = await fetch(url, { headers: { Range: 'bytes=1-3' } });
      assert.equal(part.status, 206);
      assert.deepEqual(new Uint8Array(await part.arrayBuffer()), bytes.subarray(1, 4));
      const etag = whole.headers.get('ETag') ?? '';
      assert.equal((await fetch(url, { headers: { 'If-None-Match': etag } })).status, 304);
      const deleted = await server.json(200, 'DELETE', `/api/${kind}/${created.id}`);
      assert.deepEqual(deleted, { success: true, freed: bytes.length });
      assert.equal((await fetch(url)).status, 404);
    });

    test('are refused for what is no https URL, or says nonsense', async () => {
      for (const body of [
        {},
        { url: 'http://a.example/x' },
        { url: 'file:///etc/passwd' },
        { url: foreign('x'), size: -1 },
        { url: foreign('x'), size: '5' },
        { url: foreign('x'), mimeType: 'no type' },
        { url: foreign('x'), name: '' },
      ]) {
        const refused = await server.json(400, 'POST', `/api/${kind}`, body);
        assert.equal(refused['code'], 'invalid_request');
      }
    });
  });
}

describe('An upload', () => {
  let server: TestPlatform;
  before(async () => {
    server = await startForPeople();
  });
  after(() => server.close());

  const path = '/api/images/upload';
  const png = bytesOf(samples.images);

  /** Nothing may be left of what was refused. */
  const leftovers = () => readdir(join(server.root, 'data', 'uploads'));

  test('keeps the name of its file, whatever letters are in it', async () => {
    const { name, url } = await sent(201, server, path, formOf(svg, 'C:\\Bilder\\Größe 1 😀.svg'));
    assert.equal(name, 'Größe 1 😀.svg');
    assert.equal(await (await fetch(String(url))).text(), svg);
  });

  test('may be called what no database and no header could hold', async () => {
    const odd = 'a\u0000b\r\nc"d';
    const { name, url } = await sent(201, server, path, formOf(svg, 'x.svg', { name: odd }));
    assert.equal(name, odd);
    assert.equal((await fetch(String(url))).status, 200);
  });

  test('is told by its bytes: a page is no image, whatever it is called', async () => {
    const form = formOf('<!doctype html><script>alert(1)</script>', 'cat.png');
    form.set('mimeType', 'image/png');
    const refused = await sent(415, server, path, form);
    assert.deepEqual(refused, {
      error: 'The file must be an image.',
      code: 'unsupported_media_type',
    });
    for (const [kind, wrong] of [
      ['videos', samples.images],
      ['audios', samples.documents],
      ['models', samples.videos],
    ] as const) {
      await sent(415, server, `/api/${kind}/upload`, formOf(bytesOf(wrong)));
    }
    assert.deepEqual(await leftovers(), []);
  });

  test('that is a page is a document to be saved, never shown', async () => {
    const form = formOf('<!doctype html><script>alert(1)</script>', 'page.html');
    const { url } = await sent(201, server, '/api/documents/upload', form);
    const { headers } = await fetch(String(url));
    assert.equal(headers.get('Content-Type'), 'application/octet-stream');
    assert.match(headers.get('Content-Disposition') ?? '', /^attachment/);
    assert.equal(headers.get('X-Content-Type-Options'), 'nosniff');
  });

  test('of the same bytes twice is one file, until the last record of it goes', async () => {
    const first = await sent(201, server, path, formOf(png, 'one.png'));
    const second = await sent(201, server, path, formOf(png, 'two.png'));
    assert.equal((await server.json(200, 'DELETE', `/api/images/${first.id}`))['freed'], 0);
    assert.equal((await fetch(String(second['url']))).status, 200);
    const last = await server.json(200, 'DELETE', `/api/images/${second.id}`);
    assert.equal(last['freed'], png.length);
  });

  test('may name its workspace, but no other', async () => {
    const { workspace } = server.platform;
    await sent(201, server, path, formOf(png, 'a.png', { workspace }));
    const other = await server.otherWorkspace();
    await sent(403, server, path, formOf(png, 'a.png', { workspace: other.id }));
    await sent(403, server, `${path}?workspace=${other.id}`, formOf(png));
    assert.deepEqual(await leftovers(), []);
  });

  test('takes an editor: a viewer may look only', async () => {
    const { workspace } = server.platform;
    const viewer = await (await somebody(server, 'viewer', { [workspace]: 'viewer' })).sit();
    const editor = await (await somebody(server, 'editor', { [workspace]: 'editor' })).sit();
    const as = (cookie: string | undefined) =>
      send(server, path, formOf(png), {
        'x-api-key': '',
        Cookie: cookie ?? '',
        Origin: server.origin,
      });
    assert.equal((await as(viewer.cookie())).status, 403);
    assert.equal((await as(editor.cookie())).status, 201);
    assert.equal((await send(server, path, formOf(png), { 'x-api-key': '' })).status, 401);
  });

  const boundary = 'b';
  const multipart = { 'Content-Type': `multipart/form-data; boundary=${boundary}` };
  const part = (disposition: string, content: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;
  const file = part('name="file"; filename="a.png"', samples.images);

  const broken: [string, number, string, Record<string, string>][] = [
    ['JSON', 415, '{}', { 'Content-Type': 'application/json' }],
    ['text', 415, 'x', { 'Content-Type': 'text/plain' }],
    ['a form without a boundary', 400, file, { 'Content-Type': 'multipart/form-data' }],
    ['a form that is cut off', 400, file, multipart],
    ['nothing', 400, '', multipart],
    ['rubbish', 400, 'rubbish', multipart],
    ['no file', 400, `${part('name="name"', 'x')}--b--\r\n`, multipart],
    ['text in place of a file', 400, `${part('name="file"', 'x')}--b--\r\n`, multipart],
    ['two files', 400, `${file}${file}--b--\r\n`, multipart],
    [
      'a file in place of the name',
      400,
      `${file}${part('name="name"', '')}--b--\r\n`.replace('"file"', '"name"'),
      multipart,
    ],
    ['a hundred fields', 400, `${part('name="x"', 'x').repeat(100)}${file}--b--\r\n`, multipart],
    ['a field without end', 413, `${part('name="x"', 'x'.repeat(100_000))}--b--\r\n`, multipart],
    ['a compressed form', 415, `${file}--b--\r\n`, { ...multipart, 'Content-Encoding': 'gzip' }],
  ];
  for (const [what, status, body, headers] of broken) {
    test(`of ${what} is refused with ${status}, and nothing of it is kept`, async () => {
      const before = await server.json(200, 'GET', '/api/images');
      const refused = await sent(status, server, path, bytesOf(body), headers);
      assert.equal(typeof refused['error'], 'string');
      assert.deepEqual(await server.json(200, 'GET', '/api/images'), before);
      assert.deepEqual(await leftovers(), []);
    });
  }

  test('that breaks off in the middle leaves nothing behind', async () => {
    const controller = new AbortController();
    const { promise: begun, resolve: begin } = Promise.withResolvers<undefined>();
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => stream.enqueue(bytesOf(file)),
      pull: () => begin(undefined),
    });
    const request = fetch(server.origin + path, {
      method: 'POST',
      headers: { 'x-api-key': server.platform.key, ...multipart },
      body,
      ...{ duplex: 'half' },
      signal: controller.signal,
    });
    await begun;
    await until(async () => (await leftovers()).length === 1);
    controller.abort();
    await assert.rejects(request);
    await until(async () => (await leftovers()).length === 0);
  });
});

describe('Large uploads', () => {
  let server: TestPlatform;
  before(async () => {
    server = await startPlatform();
  });
  after(() => server.close());

  test('go to the disk as they come, and back from there', async () => {
    const bytes = glb(20_000_000);
    const created = await sent(201, server, '/api/models/upload', formOf(bytes, 'large.glb'));
    assert.equal(created['size'], bytes.length);
    const back = await server.call('GET', `/api/models/${created.id}/content`);
    assert.ok(Buffer.from(await back.arrayBuffer()).equals(bytes));
  });
});

test('A large form is not kept in memory while it comes in', async (t) => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const folder = await mkdtemp(join(tmpdir(), 'fae-form-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const megabyte = 1_000_000;
  const held: number[] = [];
  async function* form() {
    yield bytesOf('--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n');
    for (let sent = 0; sent < 64; sent += 1) {
      yield new Uint8Array(megabyte).fill(sent);
      if (sent % 16 !== 15) continue;
      collect();
      held.push(process.memoryUsage().arrayBuffers);
    }
    yield bytesOf('\r\n--b--\r\n');
  }
  const chunks = form();
  const request = new Request('http://localhost/', {
    method: 'POST',
    headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
    body: new ReadableStream({
      pull: async (stream) => {
        const { done, value } = await chunks.next();
        if (done) stream.close();
        else stream.enqueue(value);
      },
    }),
    ...{ duplex: 'half' },
  });
  const size = await withForm(
    request,
    { folder, limit: 100 * megabyte },
    async ({ files }) => files.get('file')?.size,
  );
  assert.equal(size, 64 * megabyte);
  const growth = Math.max(...held) - (held[0] ?? 0);
  // Of the 48 that come after the first look; what the disk has not taken yet may wait.
  assert.ok(growth < 32 * megabyte, `${growth} bytes more`);
});

describe('Uploads beyond the limit', () => {
  let server: TestPlatform;
  before(async () => {
    const first = await startPlatform();
    await first.stop();
    const folder = join(first.root, 'data', 'uploads');
    const limits = { media: 1000, appFile: 1000, app: 1000, appFiles: 10 };
    server = await startPlatform({}, { services: { uploads: { folder, limits } } }, first.root);
  });
  after(() => server.close());

  test('are refused, whether they say how large they are or not', async () => {
    const fits = formOf(glb(1000), 'fits.glb');
    await sent(201, server, '/api/models/upload', fits);
    const large = formOf(glb(1001), 'large.glb');
    const refused = await sent(413, server, '/api/models/upload', large);
    assert.deepEqual(refused, {
      error: 'The file is larger than 1,000 bytes.',
      code: 'too_large',
    });
    const endless = new Response(formOf(glb(3_000_000), 'endless.glb'));
    const type = endless.headers.get('Content-Type') ?? '';
    assert.ok(endless.body);
    const streamed = await send(server, '/api/models/upload', endless.body, {
      'Content-Type': type,
    });
    assert.equal(streamed.status, 413);
    await streamed.text();
    assert.deepEqual(await readdir(join(server.root, 'data', 'uploads')), []);
    assert.equal((await server.json(200, 'GET', '/api/models')).length, 3);
  });
});

describe('A record of somebody else’s file', () => {
  test('neither learns of it nor removes it', async (t) => {
    const server = await startPlatform({ publicUrl: 'https://fae.example' });
    t.after(server.close);
    const other = { 'x-api-key': (await server.otherWorkspace()).key };
    const png = bytesOf(samples.images);
    const theirs = await sent(201, server, '/api/images/upload', formOf(png), other);
    const url = String(theirs['url']);
    const copy = await server.json(201, 'POST', '/api/images', { url, size: 999 });
    assert.equal(copy['size'], 999);
    const deleted = await server.json(200, 'DELETE', `/api/images/${copy.id}`);
    assert.equal(deleted['freed'], 0);
    const path = new URL(url).pathname;
    assert.equal((await server.call('GET', path)).status, 200);
  });

  test('of our own knows how large and what it is, whatever is said', async (t) => {
    const server = await startPlatform({ publicUrl: 'https://fae.example' });
    t.after(server.close);
    const { url } = await sent(201, server, '/api/images/upload', formOf(svg));
    const body = { url, size: 1, mimeType: 'text/html' };
    const copy = await server.json(201, 'POST', '/api/images', body);
    assert.deepEqual([copy['size'], copy['mimeType']], [svg.length, 'image/svg+xml']);
  });
});

test('Bytes that nobody has kept are erased at a later start', async (t) => {
  let time = Date.UTC(2030, 0, 1);
  const first = await startPlatform({}, { now: () => time });
  t.after(first.close);
  const png = bytesOf(samples.images);
  const { url } = await sent(201, first, '/api/images/upload', formOf(png));
  // As if the process had died between the two halves of a deletion.
  const row = await first.store.db
    .deleteFrom('files')
    .where('type', '=', 'image/png')
    .returning('blob')
    .executeTakeFirstOrThrow();
  const stray = { blob: row.blob, created_at: new Date(time).toISOString() };
  await first.store.db.insertInto('stray_blobs').values(stray).execute();
  await first.stop();
  assert.match(String(url), /\/files\//);
  const bytes = () =>
    readdir(join(first.root, 'data', 'files'), { recursive: true, withFileTypes: true }).then(
      (entries) => entries.filter((it) => it.isFile()).length,
    );
  const before = await bytes();
  time += 61 * 60 * 1000;
  const second = await startPlatform({}, { now: () => time }, first.root);
  t.after(second.stop);
  await until(async () => (await bytes()) === before - 1);
});
