import { program, start } from './process.ts';
import { describeRuntime } from './suite.ts';

describeRuntime('Bun', {
  start: (env) => start(program('@oven', 'bin', 'bun'), ['servers/bun.js'], env),
  // Bun sends in chunks whatever a program streams.
  lacks: ['lengths', 'strictness'],
});
