import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { openPlatform, type Parts, type Platform } from '../../src/platform/platform.ts';
import type { PlatformOptions } from '../../src/platform/settings.ts';
import { putWorkspace } from '../../src/platform/store/workspaces.ts';
import { databaseEnv } from './database.ts';

/** The smallest file that begins like a GLB, with bytes that tell their place. */
export const glb = (size = 100_000): Uint8Array<ArrayBuffer> => {
  const bytes = Uint8Array.from({ length: size }, (_, index) => index % 251);
  bytes.set(new TextEncoder().encode('glTF'));
  return bytes;
};

export const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><style>rect{fill:#4338ca}</style>' +
  '<rect width="4" height="3"/></svg>';

const picture = { name: 'picture.svg', mimeType: 'image/svg+xml' };
const model = { name: 'cube.glb', mimeType: 'model/gltf-binary' };
const page = { name: 'page.html', mimeType: 'text/html' };

export const sample: Parts['sample'] = {
  version: 1,
  products: [
    {
      key: 'print',
      role: 'productId',
      files: { images: [picture] },
      document: { name: 'Poster print', description: 'On paper', amount: 2450, currency: 'eur' },
    },
    {
      key: 'sold-out',
      role: 'soldOutProductId',
      document: { name: 'Gone', amount: 100, currency: 'jpy', images: [], stock: 0 },
    },
    {
      key: 'last-one',
      role: 'lastProductId',
      document: { name: 'Last <b>one</b>', amount: 500, currency: 'ugx', images: [], stock: 1 },
    },
    {
      key: 'inactive',
      role: 'inactiveProductId',
      document: { name: 'Old', amount: 100, currency: 'usd', images: [], active: false },
    },
  ],
  nfts: [
    {
      key: 'collection',
      role: 'collectionId',
      document: { name: 'Collection', nftKind: 'collection', public: true },
    },
    {
      key: 'master',
      files: { image: picture },
      refs: { collection: 'collection' },
      document: { name: 'Master', nftKind: 'master', public: true },
    },
    { key: 'hidden', document: { name: 'Hidden', public: false } },
  ],
  characters: [
    {
      key: 'ada',
      role: 'characterId',
      files: { avatar: picture },
      document: { name: 'Ada', traits: ['curious'], background: 'Built engines.' },
    },
  ],
  models: [
    {
      key: 'cube',
      role: 'modelId',
      files: { url: model },
      document: { name: 'Cube', mimeType: 'model/gltf-binary' },
    },
    { key: 'page', role: 'htmlModelId', files: { url: page }, document: { name: 'Not a model' } },
  ],
};

/** A record, as most answers are. */
export interface Item extends Record<string, unknown> {
  readonly id: string;
}

/** One record or a list of them: the test knows which. */
export type Answer = Item & Item[];

export const testKey = 'fae_test_key_that_must_not_leak';
export const testWorkspace = '64b7f0c2a1d3e4f5a6b7c8d9';

/**
 * A platform behind real HTTP, on a free port, with a database in a temporary folder;
 * on PostgreSQL where `FAE_TEST_DATABASE` says `postgres`.
 *
 * @param folder an older test's data folder, to start on it again
 */
export const startPlatform = async (
  options: PlatformOptions = {},
  parts: Partial<Parts> = {},
  folder?: string,
) => {
  const root = folder ?? (await mkdtemp(join(tmpdir(), 'fae-platform-')));
  const sampleFolder = join(root, 'sample');
  await mkdir(sampleFolder, { recursive: true });
  await writeFile(join(sampleFolder, picture.name), svg);
  await writeFile(join(sampleFolder, model.name), glb());
  await writeFile(join(sampleFolder, page.name), '<!doctype html><title>Hello</title>');

  let handler: Platform['fetch'] = () => Promise.resolve(new Response(null, { status: 503 }));
  const server = createAdaptorServer({ fetch: (request, from) => handler(request, from) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;

  const events: Readonly<Record<string, unknown>>[] = [];
  const closeServer = () =>
    new Promise((resolve) => {
      server.close(resolve);
      if ('closeAllConnections' in server) server.closeAllConnections();
    });
  const platform = await openPlatform(
    {
      data: join(root, 'data'),
      publicUrl: origin,
      key: testKey,
      workspace: testWorkspace,
      standIns: true,
      log: (event) => events.push(event),
      ...options,
      env: { ...(await databaseEnv(root)), ...options.env },
    },
    { sample, sampleFolder, ...parts },
  ).catch(async (error: unknown) => {
    await closeServer();
    await rm(root, { recursive: true, force: true });
    throw error;
  });
  handler = platform.fetch;

  /** A request with the key; a body is sent as JSON. */
  const call = (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    fetch(origin + path, {
      method,
      redirect: 'manual',
      headers: {
        'x-api-key': platform.key,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });

  /** The same, of which the status must be as said; gives the JSON. */
  const json = async (status: number, ...request: Parameters<typeof call>): Promise<Answer> => {
    const response = await call(...request);
    const text = await response.text();
    if (response.status !== status) {
      throw new Error(`${request[0]} ${request[1]}: ${response.status} ${text}`);
    }
    return JSON.parse(text) as Answer;
  };

  const stop = async () => {
    await closeServer();
    await platform.close();
  };

  return {
    origin,
    platform,
    store: platform.store,
    events,
    root,
    call,
    json,
    /** A second workspace, to prove that it sees nothing of the first. */
    otherWorkspace: () => putWorkspace(platform.store, { name: 'Other' }),
    /** Ends it and keeps the folder. */
    stop,
    close: async () => {
      await stop();
      await rm(root, { recursive: true, force: true });
    },
  };
};

export type TestPlatform = Awaited<ReturnType<typeof startPlatform>>;
