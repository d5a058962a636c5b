/**
 * A whole platform in a process of its own, until its input ends. It prints its address, and then
 * the id of each job of the kind `test` that it begins: it makes an NFT of the job's name. One that is
 * told to hang gets no further.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createOutbound } from '../../../src/platform/outbound.ts';
import { openPlatform, type Parts } from '../../../src/platform/platform.ts';
import type { PlatformOptions } from '../../../src/platform/settings.ts';
import { insertNft } from '../../../src/platform/store/nfts.ts';

export interface PlatformProcess {
  readonly options: Omit<PlatformOptions, 'log'> & { readonly workspace: string };
  readonly parts: Pick<Parts, 'sample' | 'sampleFolder' | 'pace'>;
  readonly hangs: boolean;
  /** The certificate of the test's own servers. */
  readonly ca: string;
}

const { options, parts, hangs, ca } = JSON.parse(process.argv[2] ?? '') as PlatformProcess;
const print = (value: unknown): void => console.log(JSON.stringify(value));

const platform = await openPlatform(options, {
  ...parts,
  services: { outbound: createOutbound({ allowPrivateHosts: true, ca }) },
  jobs: {
    test: {
      run: async ({ id, document }) => {
        print(id);
        if (hangs) await Promise.withResolvers().promise;
        const name = document['name'];
        return {
          write: async (store) => {
            await insertNft(store, options.workspace, { name });
          },
        };
      },
    },
  },
});
const server = createAdaptorServer({ fetch: platform.fetch });
server.listen(0, '127.0.0.1');
await once(server, 'listening');
print(`http://localhost:${(server.address() as AddressInfo).port}`);

process.stdin.resume();
await once(process.stdin, 'end');
if ('closeAllConnections' in server) server.closeAllConnections();
server.close();
await platform.close();
