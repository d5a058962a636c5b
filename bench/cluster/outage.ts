import { setTimeout as pause } from 'node:timers/promises';
import { quantile } from '../support/statistics.ts';
import { limits, proxyCount, type Cluster } from './cluster.ts';
import { latencies, section, state, told } from './statements.ts';
import type { Visitors } from './visitors.ts';

const outages = {
  hangs: {
    title: 'Redis hangs (SIGSTOP) for 5 seconds',
    begin: async ({ redis }: Cluster) => redis.hang(),
    end: async ({ redis }: Cluster) => redis.resume(),
  },
  dies: {
    title: 'Redis dies (SIGKILL) and starts again, empty, after 5 seconds',
    begin: ({ redis }: Cluster) => redis.kill(),
    end: ({ redis }: Cluster) => redis.restart(),
  },
} as const;

const lastsMs = 5_000;
/** A request takes 200 ms when all is well; the machine's own hiccups are in the last hundredth. */
const mostMs = 1_000;
const mostRecoveryMs = 2_000;

/** Milliseconds until all proxies say that they reach the store. */
const recovery = async (cluster: Cluster): Promise<number> => {
  const begin = performance.now();
  while ((await cluster.reaching()) < proxyCount) {
    if (performance.now() - begin > 10 * mostRecoveryMs) return Infinity;
    await pause(20);
  }
  return performance.now() - begin;
};

/** The store of all budgets goes away in the middle of the run. The chat turns are spent before. */
export const survivesAnOutage = async (
  cluster: Cluster,
  visitors: Visitors,
  name: keyof typeof outages,
): Promise<void> => {
  const { title, begin, end } = outages[name];
  section(title);
  const greedy = `172.16.0.${name.length}`;
  let from = Infinity;
  let to = Infinity;
  let recoveryMs = Infinity;
  const answers = await visitors.during(() =>
    Promise.all([
      visitors.come({ checkout: 80, chat: 80, read: 80 }, 8),
      pause(1_000).then(async () => {
        await begin(cluster);
        from = performance.now();
        await Promise.all([visitors.insist('checkout', greedy, 40, 3), pause(lastsMs)]);
        await end(cluster);
        to = performance.now();
        recoveryMs = await recovery(cluster);
      }),
    ]),
  );

  const all = answers.filter((it) => it.begin > from && it.end < to);
  const ofMany = all.filter(({ address }) => address !== greedy);
  const of = (kind: string) => ofMany.filter((it) => it.kind === kind);
  state(
    all.every(({ status, code }) => status === 200 || code === 'limits_degraded'),
    'nobody is told 429 by a proxy that cannot know; what is refused is 503 limits_degraded',
    told(all),
  );
  state(
    of('chat').every(({ code }) => code === 'limits_degraded'),
    'chat turns that were spent before stay spent',
    told(of('chat')),
  );
  state(
    [...of('checkout'), ...of('read')].every(({ status }) => status === 200),
    'checkouts within the budget and reads go on',
    `${told(of('checkout'))}; ${told(of('read'))}`,
  );
  const ofGreedy = answers.filter(({ address }) => address === greedy);
  state(
    ofGreedy.filter(({ status }) => status === 200).length === limits.checkoutEach,
    `one visitor's ${limits.checkoutEach} checkouts pass, a third in each proxy`,
    told(ofGreedy),
  );
  const [p99 = NaN, longest = NaN] = [0.99, 1].map((share) => quantile(latencies(all), share));
  state(
    p99 < mostMs,
    `99 of 100 wait less than ${mostMs} ms`,
    `${p99.toFixed(0)} ms, the longest ${longest.toFixed(0)} ms`,
  );
  state(
    recoveryMs < mostRecoveryMs,
    `all proxies use Redis again within ${mostRecoveryMs} ms`,
    `${recoveryMs.toFixed(0)} ms`,
  );
};
