import { join } from 'node:path';
import { complete, folder, start } from './process.ts';
import { describeRuntime } from './suite.ts';

const cli = join(folder, 'node_modules', 'next', 'dist', 'bin', 'next');
const app = join(folder, 'next');
const quiet = { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };

describeRuntime('Next.js', {
  start: async (env) => {
    // Built without any setting: they are read when the first request comes.
    await complete(process.execPath, [cli, 'build'], quiet, app);
    const listening = ['start', '-H', '127.0.0.1', '-p', '0'];
    return start(
      process.execPath,
      [cli, ...listening],
      { ...env, ...quiet, FAE_TRUST_PROXY: '1' },
      app,
    );
  },
  // Next.js does not tell a handler who has connected. In front of it stands a server that appends the
  // address to what the visitor has sent, as nginx does with $proxy_add_x_forwarded_for.
  front: (address) => ({ 'X-Forwarded-For': `203.0.113.${Date.now() % 250}, ${address}` }),
  // Next.js takes the header Content-Length out of every handler's answer.
  lacks: ['lengths'],
});
