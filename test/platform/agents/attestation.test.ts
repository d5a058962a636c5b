import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import * as files from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { createAttestation } from '../../../src/platform/agents/attestation.ts';
import { teeQuote } from '../../../src/platform/agents/tee.ts';
import { findAgent } from '../../../src/platform/store/agents.ts';
import { startAgents, type TestAgents } from './support.ts';

const attest = async ({ server, path }: TestAgents, id: string) => {
  const response = await fetch(`${server.origin}/api${path(id, '/attestation')}`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('Content-Type'), 'application/octet-stream');
  return Buffer.from(await response.arrayBuffer()).toString();
};

const decoded = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

/** Checks a statement with the key that the platform publishes, as anybody would. */
const checked = async (origin: string, text: string): Promise<Record<string, unknown>> => {
  const response = await fetch(`${origin}/.well-known/fae-attestation.json`);
  assert.equal(response.headers.get('Access-Control-Allow-Origin'), '*');
  const { keys } = (await response.json()) as { keys: Record<string, string>[] };
  const [header = '', statement = '', signature = ''] = text.split('.');
  const { alg, kid } = decoded(header);
  assert.equal(alg, 'EdDSA');
  const jwk = keys.find((it) => it['kid'] === kid);
  assert.ok(jwk);
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const bytes = Buffer.from(`${header}.${statement}`);
  assert.ok(verify(null, bytes, key, Buffer.from(signature, 'base64url')));
  return decoded(statement);
};

test('What runs is stated, signed, for everybody to check', async (t) => {
  const agents = await startAgents(t);
  const { server, running, get, ask, path } = agents;
  const id = await running();
  const text = await attest(agents, id);
  const statement = await checked(server.origin, text);
  const { characterFile } = await get(id);
  const agent = await findAgent(server.store, id);
  assert.deepEqual(statement, {
    agent: id,
    answeredBy: 'platform',
    characterFileSha256: createHash('sha256').update(String(characterFile)).digest('hex'),
    issuedAt: statement['issuedAt'],
    issuer: server.origin,
    platform: 'fae-widgets from source',
    startedAt: new Date(agent?.startedAt ?? 0).toISOString(),
    status: 'Running',
    version: 1,
  });
  assert.deepEqual(Object.keys(statement), Object.keys(statement).toSorted());
  await ask(200, 'POST', path(id, '/stop'));
  assert.equal((await checked(server.origin, await attest(agents, id)))['status'], 'Stopped');
});

test('A statement that has been changed is not the platform’s', async (t) => {
  const agents = await startAgents(t);
  const text = await attest(agents, await agents.running());
  const [header = '', statement = '', signature = ''] = text.split('.');
  const other = JSON.stringify({ ...decoded(statement), version: 2 });
  const forged = [header, Buffer.from(other).toString('base64url'), signature].join('.');
  await assert.rejects(checked(agents.server.origin, forged), assert.AssertionError);
});

test('The key is the same after a restart, and for every process with the same secret', () => {
  const parts = { issuer: 'https://a.example', platform: 'x', now: Date.now };
  const keysOf = (secret: string) => createAttestation({ ...parts, secret }).publicKeys;
  assert.deepEqual(keysOf('one secret'), keysOf('one secret'));
  assert.notDeepEqual(keysOf('one secret'), keysOf('other secret'));
});

/** A folder that gives quotes as the kernel's does. */
const fakeReports = async (t: TestContext) => {
  const folder = await files.mkdtemp(join(tmpdir(), 'fae-tsm-'));
  t.after(() => files.rm(folder, { recursive: true, force: true }));
  const system = {
    ...files,
    writeFile: async (file: string, data: Uint8Array) => {
      await files.writeFile(file, data);
      await files.writeFile(
        join(dirname(file), 'outblob'),
        `quote of ${Buffer.from(data).toString('hex')}`,
      );
    },
    rmdir: (report: string) => files.rm(report, { recursive: true }),
  };
  return { folder, system: system as unknown as typeof files };
};

test('In a trusted environment the quote vouches for the statement', async (t) => {
  const { server, running } = await startAgents(t);
  const agent = await findAgent(server.store, await running());
  assert.ok(agent);
  const { folder, system } = await fakeReports(t);
  const { answer } = createAttestation(
    { secret: 'a secret', issuer: server.origin, platform: 'x', now: Date.now },
    (data) => teeQuote(data, folder, system),
  );
  const response = await answer(agent);
  const statement = response.headers.get('Fae-Attestation-Statement') ?? '';
  const digest = createHash('sha256').update(statement).digest('hex');
  assert.equal(await response.text(), `quote of ${digest}${'0'.repeat(64)}`);
  assert.deepEqual(await files.readdir(folder), [], 'nothing is left behind');
});

test('Without one, or with one that is out of order, no quote is claimed', async (t) => {
  const { folder } = await fakeReports(t);
  assert.equal(await teeQuote(new Uint8Array(64), join(folder, 'nowhere')), undefined);
  assert.equal(await teeQuote(new Uint8Array(64), folder), undefined);
});
