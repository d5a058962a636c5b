import { startNode } from './process.ts';
import { describeRuntime } from './suite.ts';

describeRuntime('Node.js', { start: (env) => startNode('node.js', env) });
