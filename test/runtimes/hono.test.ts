import { keepsItsOwn } from './application.ts';
import { startNode } from './process.ts';
import { describeRuntime } from './suite.ts';

describeRuntime('Hono', {
  start: (env) => startNode('hono.js', env),
  further: keepsItsOwn,
});
