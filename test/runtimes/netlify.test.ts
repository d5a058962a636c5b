import { startNode } from './process.ts';
import { describeRuntime } from './suite.ts';

describeRuntime('a function of Netlify', {
  start: (env) => startNode('netlify.js', { ...env, NETLIFY: 'true' }),
});
