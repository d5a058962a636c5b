import { startNode } from './process.ts';
import { describeRuntime } from './suite.ts';

describeRuntime('a function of Vercel', {
  start: (env) => startNode('vercel.js', { ...env, VERCEL: '1' }),
});
