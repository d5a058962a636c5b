import { keepsItsOwn } from './application.ts';
import { startNode } from './process.ts';
import { describeRuntime } from './suite.ts';

describeRuntime('Express', {
  start: (env) => startNode('express.js', env),
  further: keepsItsOwn,
});

describeRuntime('Express behind its body parsers', {
  start: (env) => startNode('express-parsed.js', env),
  further: keepsItsOwn,
});
