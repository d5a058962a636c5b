import { keepsItsOwn } from './application.ts';
import { startNode } from './process.ts';
import { describeRuntime } from './suite.ts';

describeRuntime('Fastify', {
  start: (env) => startNode('fastify.js', env),
  further: keepsItsOwn,
});
