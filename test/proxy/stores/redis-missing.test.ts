import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import test from 'node:test';
import { connectRedis } from '../../../src/proxy/redis.node.ts';

test('without the client of Redis the error names the line that installs it', async (t) => {
  const hooks = registerHooks({
    resolve: (name, context, next) => {
      if (name !== 'redis') return next(name, context);
      throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
    },
  });
  t.after(() => hooks.deregister());
  await assert.rejects(connectRedis('redis://127.0.0.1:1').check(), /npm install redis/);
});
