/** Files on S3-compatible storage: a real server, and the same platform over it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before, describe } from 'node:test';
import { HttpError } from '../../src/http/problem.ts';
import { s3Settings } from '../../src/platform/files/s3-settings.ts';
import { s3Storage } from '../../src/platform/files/s3-storage.ts';
import { inMemory, type Incoming, type Storage } from '../../src/platform/files/storage.ts';
import { s3Secret, startS3, type S3 } from '../support/s3.ts';
import { glb, startPlatform, type TestPlatform } from './support.ts';

const storageOf = async (s3: S3, env: Record<string, string> = {}) => {
  const events: unknown[] = [];
  const settings = s3Settings({ ...s3.env, ...env });
  assert.ok(settings);
  const storage = await s3Storage(settings, (event) => events.push(event));
  return { storage, events };
};

const bytesOf = async (stream: ReadableStream<Uint8Array> | undefined) =>
  stream && Buffer.from(await new Response(stream).arrayBuffer());

const isUnavailable = (error: unknown) =>
  error instanceof HttpError && error.status === 503 && error.code === 'unavailable';

describe('A bucket', () => {
  let s3: S3;
  let storage: Storage;
  let events: unknown[];
  let folder: string;
  before(async () => {
    s3 = await startS3();
    ({ storage, events } = await storageOf(s3));
    folder = await mkdtemp(join(tmpdir(), 'fae-s3-upload-'));
  });
  after(async () => {
    await storage.close();
    await s3.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** The same bytes, in memory or in a file that is read as it is sent. */
  const incoming = async (from: 'memory' | 'a file', bytes: Uint8Array): Promise<Incoming> => {
    const inside = inMemory(bytes);
    if (from === 'memory') return inside;
    const path = join(folder, inside.sha256);
    await writeFile(path, bytes);
    return { ...inside, from: path };
  };

  for (const from of ['memory', 'a file'] as const) {
    for (const size of [0, 10, 3_000_000]) {
      test(`gives back ${size} bytes that came from ${from}`, async () => {
        const bytes = Buffer.alloc(size, `${from} `);
        const key = `files/${from.slice(-4)}/${size}`;
        await storage.put(key, await incoming(from, bytes));
        assert.deepEqual(s3.damaged, []);
        if (size === 0) return;
        assert.ok((await bytesOf(await storage.open(key, 0, size)))?.equals(bytes));
        const part = await bytesOf(await storage.open(key, 3, 9));
        assert.deepEqual(part, bytes.subarray(3, 9));
      });
    }
  }

  test('has nothing under a key that nobody has put, nor after it was removed', async () => {
    assert.equal(await storage.open('files/no/thing', 0, 1), undefined);
    await storage.put('files/xx/soon-gone', inMemory(Buffer.from('x')));
    await storage.remove('files/xx/soon-gone');
    assert.equal(await storage.open('files/xx/soon-gone', 0, 1), undefined);
    await storage.remove('files/xx/soon-gone');
  });

  test('is asked again when it is busy, or a connection is lost', async () => {
    s3.faults.push('busy', 'hang up');
    await storage.put('files/xx/patient', await incoming('a file', Buffer.from('patient')));
    s3.faults.push('hang up');
    const found = await bytesOf(await storage.open('files/xx/patient', 0, 7));
    assert.equal(found?.toString(), 'patient');
    assert.deepEqual(s3.damaged, []);
  });

  test('that stays busy is unavailable, and the log says why', async () => {
    events.length = 0;
    s3.faults.push('busy', 'busy', 'busy');
    await assert.rejects(storage.open('files/xx/busy', 0, 1), isUnavailable);
    assert.deepEqual(events, [
      { event: 'storage_failed', method: 'GET', status: 503, code: 'SlowDown' },
    ]);
  });

  test('takes back no reader who goes away', async () => {
    const bytes = Buffer.alloc(1_000_000, 'long');
    await storage.put('files/xx/long', inMemory(bytes));
    for (let reader = 0; reader < 5; reader += 1) {
      const stream = await storage.open('files/xx/long', 0, bytes.length);
      await stream?.getReader().read();
      await (await storage.open('files/xx/long', 0, bytes.length))?.cancel();
    }
    const whole = await bytesOf(await storage.open('files/xx/long', 0, bytes.length));
    assert.equal(whole?.length, bytes.length);
  });

  test('whose key is wrong is unavailable, and neither key nor secret is told', async () => {
    const wrong = await storageOf(s3, { S3_SECRET: 'a-secret-that-must-not-leak' });
    await assert.rejects(wrong.storage.put('files/xx/y', inMemory(Buffer.from('x'))), (error) => {
      assert.ok(isUnavailable(error));
      const told = JSON.stringify([wrong.events, String(error), (error as Error).stack]);
      assert.match(told, /SignatureDoesNotMatch/);
      assert.doesNotMatch(told, /must-not-leak/);
      return true;
    });
    await wrong.storage.close();
  });

  test('that is not there at all is unavailable', async () => {
    const nowhere = await storageOf(s3, { S3_ENDPOINT: 'http://127.0.0.1:1' });
    await assert.rejects(nowhere.storage.open('files/xx/y', 0, 1), isUnavailable);
    await nowhere.storage.close();
  });
});

describe('A platform whose files are in a bucket', () => {
  let s3: S3;
  let server: TestPlatform;
  before(async () => {
    s3 = await startS3();
    server = await startPlatform({ env: s3.env });
  });
  after(async () => {
    await server.close();
    await s3.close();
  });

  test('keeps the sample’s there, and streams them in whole and in part', async () => {
    assert.equal(await s3.objects(), 3);
    const path = `/api/models/${server.platform.sample['modelId']}/content`;
    const whole = await server.call('GET', path);
    assert.deepEqual(new Uint8Array(await whole.arrayBuffer()), glb());
    const part = await server.call('GET', path, undefined, { Range: 'bytes=70000-70009' });
    assert.equal(part.status, 206);
    assert.deepEqual(new Uint8Array(await part.arrayBuffer()), glb().subarray(70000, 70010));
    const etag = whole.headers.get('ETag') ?? '';
    s3.requests.length = 0;
    const known = await server.call('GET', path, undefined, { 'If-None-Match': etag });
    assert.equal(known.status, 304);
    assert.deepEqual(s3.requests, [], 'for that the bucket need not be asked');
  });

  test('takes an upload there and removes it again', async () => {
    const before = await s3.objects();
    const body = new FormData();
    body.set('file', new Blob([glb(500_000)]), 'chair.glb');
    const response = await fetch(`${server.origin}/api/models/upload`, {
      method: 'POST',
      headers: { 'x-api-key': server.platform.key },
      body,
    });
    assert.equal(response.status, 201);
    const { id, url } = (await response.json()) as { id: string; url: string };
    assert.equal(await s3.objects(), before + 1);
    const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
    assert.deepEqual(bytes, glb(500_000));
    const deleted = await server.json(200, 'DELETE', `/api/models/${id}`);
    assert.deepEqual(deleted, { success: true, freed: 500_000 });
    assert.equal(await s3.objects(), before);
    assert.equal((await fetch(url)).status, 404);
  });

  test('answers 503 while the bucket cannot be reached, and all is well afterwards', async () => {
    const path = `/api/models/${server.platform.sample['modelId']}/content`;
    s3.faults.push('busy', 'busy', 'busy');
    assert.equal((await server.json(503, 'GET', path))['code'], 'unavailable');
    assert.equal((await server.call('GET', path)).status, 200);
  });

  test('tells neither key nor secret in any event', () => {
    assert.ok(server.events.length > 5);
    assert.doesNotMatch(JSON.stringify(server.events), new RegExp(s3Secret));
  });
});

describe('Settings of S3', () => {
  const whole = {
    S3_ENDPOINT: 'https://s3.example/',
    S3_BUCKET: 'fae-files',
    S3_KEY: 'key',
    S3_SECRET: 'secret-value',
  };

  test('are taken together, or not at all', () => {
    assert.equal(s3Settings({}), undefined);
    assert.equal(s3Settings(whole)?.base, 'https://s3.example/fae-files');
    for (const name of Object.keys(whole)) {
      assert.throws(() => s3Settings({ ...whole, [name]: '' }), new RegExp(`${name} is missing`));
    }
  });

  for (const [name, value] of [
    ['S3_ENDPOINT', 'ftp://s3.example'],
    ['S3_ENDPOINT', 's3.example'],
    ['S3_ENDPOINT', 'https://key:secret-value@s3.example'],
    ['S3_BUCKET', '../other'],
    ['S3_BUCKET', 'Upper'],
  ] as const) {
    test(`refuse ${name}=${value} without telling the secret`, () => {
      assert.throws(
        () => s3Settings({ ...whole, [name]: value }),
        (error: Error) => {
          assert.ok(error instanceof TypeError);
          assert.match(error.message, new RegExp(name));
          return !error.message.includes('secret-value');
        },
      );
    });
  }

  test('that make no sense end the start as a setting to mend', async () => {
    await assert.rejects(startPlatform({ env: { S3_BUCKET: 'fae-files' } }), TypeError);
  });
});
