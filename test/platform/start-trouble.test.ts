/** Starts that go wrong, or meet one another. */
import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { describe, type TestContext } from 'node:test';
import { Worker } from 'node:worker_threads';
import { openPlatform } from '../../src/platform/platform.ts';
import { beginJob } from '../../src/platform/store/jobs.ts';
import { sample, startPlatform } from './support.ts';
import { until } from './until.ts';

const temporaryFolder = async (t: TestContext): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'fae-start-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** Opens a platform on a thread of its own, once all of them are ready, as processes would. */
const opener = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { platform, data, env, sample, sampleFolder, gate, count } = workerData;
  (async () => {
    const { openPlatform } = await import(platform);
    const ready = new Int32Array(gate);
    if (Atomics.add(ready, 0, 1) === count - 1) Atomics.notify(ready, 0);
    for (let seen = Atomics.load(ready, 0); seen < count; seen = Atomics.load(ready, 0)) {
      Atomics.wait(ready, 0, seen, 20);
    }
    const opened = await openPlatform({ data, env, standIns: true }, { sample, sampleFolder });
    const { key, workspace } = opened;
    const url = 'http://localhost:4600/api/nfts';
    const response = await opened.fetch(new Request(url, { headers: { 'x-api-key': key } }));
    parentPort.postMessage({ key, workspace, nfts: await response.json() });
    await opened.close();
  })();
`;

test('Platforms that start at the same moment on an empty folder share it', async (t) => {
  const folder = await temporaryFolder(t);
  const sampleFolder = join(folder, 'sample');
  await mkdir(sampleFolder);
  for (const name of ['picture.svg', 'cube.glb', 'page.html']) {
    await writeFile(join(sampleFolder, name), name);
  }
  const count = 4;
  const workerData = {
    platform: new URL('../../src/platform/platform.ts', import.meta.url).href,
    data: join(folder, 'data'),
    env: {},
    sample,
    sampleFolder,
    gate: new SharedArrayBuffer(4),
    count,
  };
  const open = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(opener, { eval: true, workerData, execArgv: [] });
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  const [first, ...others] = await Promise.all(Array.from({ length: count }, open));
  assert.equal((first as { nfts: unknown[] }).nfts.length, sample.nfts.length);
  for (const other of others) assert.deepEqual(other, first);
});

test('What was being spoken when a process died is a failed job once its lease is over', async (t) => {
  const first = await startPlatform();
  t.after(first.close);
  const { store } = first;
  const workspace = first.platform.workspace;
  const document = { text: 'Half a sen' };
  const lives = await beginJob(store, { kind: 'speech', workspace, document }, 60_000);
  const died = await beginJob(store, { kind: 'speech', workspace, document }, 0);
  await first.stop();
  const second = await startPlatform({}, {}, first.root);
  t.after(second.stop);
  const statusOf = async (id: string) => {
    const jobs = second.store.db.selectFrom('jobs').select('status');
    return (await jobs.where('id', '=', id).executeTakeFirstOrThrow()).status;
  };
  await until(async () => (await statusOf(died.id)) === 'failed');
  assert.equal(await statusOf(lives.id), 'running');
});

describe('A data folder that cannot be used is a setting to mend:', () => {
  const refused = (data: string, message: RegExp) =>
    assert.rejects(
      openPlatform({ data, env: {} }, { sample, sampleFolder: '/nowhere' }),
      (error: Error) => {
        assert.ok(error instanceof TypeError, error.stack);
        assert.match(error.message, message);
        return !error.message.includes('\n');
      },
    );

  test('a file, or something below one', async (t) => {
    const file = join(await temporaryFolder(t), 'file');
    await writeFile(file, 'x');
    await refused(file, /data folder .*file cannot be used: it is a file\.$/);
    await refused(join(file, 'data'), /cannot be used: a part of its path is a file\.$/);
  });

  test('one that cannot be written to', { skip: process.platform !== 'linux' }, async () => {
    await refused('/proc/self', /data folder \/proc\/self cannot be used/);
  });

  test('one whose database is none', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFile(
      join(folder, 'platform.db'),
      'not a database, but long enough for one'.repeat(9),
    );
    await refused(folder, /platform\.db cannot be opened: file is not a database\.$/);
  });

  test('one whose keys are damaged', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFile(join(folder, 'keys.json'), '{"key":');
    await refused(folder, /keys\.json is damaged/);
  });
});
