import { startNode } from './process.ts';
import { describeRuntime } from './suite.ts';

describeRuntime('Cloudflare Workers', {
  start: (env) => startNode('workerd.js', env),
  // Cloudflare's network writes this header over whatever a visitor sends; there is none of it here.
  front: (address) => ({ 'CF-Connecting-IP': address, 'X-Forwarded-For': '203.0.113.1' }),
});
