/** A platform in a process of its own, which does what bots have to do until its input ends. */
import { once } from 'node:events';
import { join } from 'node:path';
import { createOutbound } from '../../../src/platform/outbound.ts';
import { openPlatform, type Parts } from '../../../src/platform/platform.ts';

export interface BotProcess {
  readonly root: string;
  readonly key: string;
  readonly workspace: string;
  readonly sample: Parts['sample'];
  readonly env: Readonly<Record<string, string>>;
  /** The certificate of the test's own servers. */
  readonly ca: string;
  readonly pace: NonNullable<Parts['pace']>;
}

const { root, key, workspace, sample, env, ca, pace } = JSON.parse(
  process.argv[2] ?? '',
) as BotProcess;

const platform = await openPlatform(
  {
    data: join(root, 'data'),
    publicUrl: 'http://localhost:4600',
    key,
    workspace,
    standIns: true,
    env,
  },
  {
    sample,
    sampleFolder: join(root, 'sample'),
    pace,
    services: { outbound: createOutbound({ allowPrivateHosts: true, ca }) },
  },
);
console.log(JSON.stringify({ ready: true }));
process.stdin.resume();
await once(process.stdin, 'end');
await platform.close();
