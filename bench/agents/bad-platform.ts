/** The built platform with a module of engines of our own: `node bad-platform.ts --data FOLDER`. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { createAdaptorServer } from '@hono/node-server';
import type * as platformModule from '../../src/platform/platform.ts';
import type * as recordsModule from '../../src/platform/sample/records.ts';

interface Built {
  readonly '../../dist/platform/platform.js': typeof platformModule;
  readonly '../../dist/platform/sample/records.js': typeof recordsModule;
}

const built = async <File extends keyof Built>(file: File): Promise<Built[File]> =>
  (await import(new URL(file, import.meta.url).href)) as Built[File];

const { openPlatform } = await built('../../dist/platform/platform.js');
const { sample } = await built('../../dist/platform/sample/records.js');

const { values } = parseArgs({ options: { data: { type: 'string', default: '' } } });
const platform = await openPlatform(
  { data: values.data, standIns: true, publicUrl: 'http://localhost:4600' },
  {
    sample,
    sampleFolder: new URL('../../dist/sample', import.meta.url).pathname,
    conversations: {
      deadline: 5_000,
      engines: { module: new URL('./bad-engines.ts', import.meta.url).href },
    },
  },
);
const server = createAdaptorServer({ fetch: platform.fetch });
server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(`ready http://localhost:${String((server.address() as AddressInfo).port)}`);

await once(process, 'SIGTERM');
if ('closeAllConnections' in server) server.closeAllConnections();
server.close();
await platform.close();
