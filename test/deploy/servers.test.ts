import { program, start } from '../runtimes/process.ts';
import { describeProject } from './project.ts';

for (const name of ['node', 'express', 'fastify', 'hono']) {
  describeProject(name, ({ folder, manifest }, env) => {
    const [command = '', ...args] = (manifest.scripts['start'] ?? '').split(' ');
    return start(command === 'node' ? process.execPath : command, args, env, folder);
  });
}

describeProject('bun', ({ folder, manifest }, env) => {
  const [, ...args] = (manifest.scripts['start'] ?? '').split(' ');
  return start(program('@oven', 'bin', 'bun'), args, env, folder);
});
