import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program, start } from './process.ts';
import { describeRuntime } from './suite.ts';

// The keys are in the environment, the upstream is on the network; nothing else is permitted. Whatever
// is not installed is not fetched.
const permissions = ['--allow-env', '--allow-net=127.0.0.1', '--no-prompt', '--no-remote'];
const listening = ['--host', '127.0.0.1', '--port', '0'];

describeRuntime('Deno', {
  lacks: ['strictness'],
  start: (env) =>
    start(
      program('@deno', 'deno'),
      ['serve', ...permissions, '--cached-only', ...listening, 'servers/deno.js'],
      { ...env, DENO_DIR: join(tmpdir(), 'fae-widgets-deno'), DENO_NO_UPDATE_CHECK: '1' },
    ),
});
