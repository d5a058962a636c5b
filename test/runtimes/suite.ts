import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { transportAttacks } from '../proxy/security/attacks.ts';
import { socketClient } from '../proxy/security/raw-socket.ts';
import type { Running } from './process.ts';
import { describeCheckouts } from './suite/checkouts.ts';
import { describeFaults } from './suite/faults.ts';
import { describeReads } from './suite/reads.ts';
import { describeRefusals } from './suite/refusals.ts';
import { checkoutsPerVisitor, key, stageOf, workspace, type Runtime } from './suite/stage.ts';
import { describeStreams } from './suite/streams.ts';
import { startUpstream, type Upstream } from './upstream.ts';
import { shop } from './visitor.ts';

/** The same tests for every runtime: what a page, a visitor and an attacker see from outside. */
export const describeRuntime = (name: string, runtime: Runtime): void => {
  describe(`the proxy on ${name}`, () => {
    let upstream: Upstream;
    let proxy: Running;
    const started: { readonly stop: () => Promise<void> }[] = [];
    const stage = stageOf(runtime, { upstream: () => upstream, url: () => proxy.url });

    before(async () => {
      upstream = await startUpstream();
      started.push(upstream);
      proxy = await runtime.start({
        FAE_API_URL: `${upstream.url}/api`,
        FAE_API_KEY: key,
        FAE_WORKSPACE: workspace,
        FAE_ALLOWED_ORIGINS: shop,
        FAE_EXPOSE: 'nfts.listPublic,payments.*,models.content,tts.*',
        FAE_LIMITS: `checkout=${checkoutsPerVisitor}`,
        FAE_REDIS_URL: 'memory',
      });
      started.push(proxy);
    });
    after(async () => {
      for (const { stop } of started.toReversed()) await stop();
    });

    test('it says that it is alive', async () => {
      assert.equal((await stage.unseen({ path: '/fae/-/health' })).status, 200);
    });

    describeReads(stage);
    describeRefusals(stage);
    describeCheckouts(stage);
    describeStreams(stage);
    describeFaults(stage);
    describe('an attack', () => {
      const isStrict = !stage.lacks('strictness');
      const received = () => upstream.received;
      const attacks = transportAttacks(socketClient(stage.url), received, { key, isStrict });
      for (const { name, run } of attacks) test(name, run);
    });
    runtime.further?.(stage.url);
  });
};
