import { join } from 'node:path';
import { complete, start } from '../runtimes/process.ts';
import { describeProject } from './project.ts';

const quiet = { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };

describeProject('next', async ({ folder }, env) => {
  const cli = join(folder, 'node_modules/next/dist/bin/next');
  await complete(process.execPath, ['copy-scripts.js'], {}, folder);
  // With webpack, which follows links to packages elsewhere; there are none where npm has installed.
  await complete(process.execPath, [cli, 'build', '--webpack'], quiet, folder);
  const listening = ['start', '-H', '127.0.0.1', '-p', '0'];
  return start(process.execPath, [cli, ...listening], { ...env, ...quiet }, folder);
});
