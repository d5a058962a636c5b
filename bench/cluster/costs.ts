import { quantile } from '../support/statistics.ts';
import { decimals, table } from '../support/table.ts';
import type { Cluster } from './cluster.ts';
import { latencies } from './statements.ts';
import type { Kind, Visitors } from './visitors.ts';

const seconds = 8;
/** Requests a second. A read is answered from what the proxies keep, a checkout by the API. */
const rates: Partial<Record<Kind, number>> = { read: 1_500, checkout: 400 };

/** What requests cost each part in CPU time, when all is well. */
export const printCosts = async (cluster: Cluster, visitors: Visitors): Promise<void> => {
  const rows = [];
  for (const [kind, rate] of Object.entries(rates)) {
    // What has run some thousand times is compiled; before, it costs several times as much.
    await visitors.come({ [kind]: rate }, seconds);
    const before = cluster.cpuTimes();
    const answers = await visitors.during(() => visitors.come({ [kind]: rate }, seconds));
    const after = cluster.cpuTimes();
    const each = (part: keyof typeof before): string =>
      decimals((after[part] - before[part]) / answers.length, 3);
    const took = [0.5, 0.99].map((share) => decimals(quantile(latencies(answers), share), 1));
    rows.push([kind, rate, each('proxies'), each('redis'), each('nginx'), ...took]);
  }
  const head = ['CPU ms per request', 'a second', 'proxy', 'Redis', 'nginx', 'p50 ms', 'p99 ms'];
  console.log(table(head, rows));
};
