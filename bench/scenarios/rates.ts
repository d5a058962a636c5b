import { cached, ours, replyFrom } from '../support/contenders.ts';
import {
  caller,
  warmUp,
  withCpu,
  type Asked,
  type Bench,
  type Findings,
} from '../support/bench.ts';
import { atRate, type Call, type Load } from '../support/load.ts';
import type { Sent } from '../support/requests.ts';
import { median, quantile, range, sum } from '../support/statistics.ts';
import { decimals, table } from '../support/table.ts';

export interface Slot extends Load {
  readonly cpu: number;
}

/** One proxy at one rate: each round with the direct path right before and after. */
export interface Measured {
  readonly name: string;
  readonly slots: readonly Slot[];
  /** Milliseconds that the way through the proxy takes longer, one median for each round. */
  readonly added: readonly number[];
}

interface Target {
  readonly name: string;
  readonly asked: Asked;
  readonly call: Call;
}

/** Milliseconds of CPU time for one request. */
const cpuPerRequest = ({ slots }: Measured): number =>
  sum(slots.map(({ cpu }) => cpu)) / sum(slots.map(({ latencies }) => latencies.length));

const p50 = ({ latencies }: Load): number => median(latencies);
const p99 = ({ latencies }: Load): number => quantile(latencies, 0.99);

/** Direct, proxy, direct, next proxy, direct …, each round in another order. */
const interleaved = async (
  direct: Target,
  proxies: readonly Target[],
  { rate, seconds, rounds }: { rate: number; seconds: number; rounds: number },
): Promise<{ readonly direct: readonly Slot[]; readonly proxies: readonly Measured[] }> => {
  const slot = ({ asked, call }: Target): Promise<Slot> =>
    withCpu(asked, () => atRate(call, rate, seconds));
  const measured = proxies.map(({ name }) => ({
    name,
    slots: [] as Slot[],
    added: [] as number[],
  }));
  const directSlots: Slot[] = [];
  for (let round = 0; round < rounds; round += 1) {
    let before = await slot(direct);
    directSlots.push(before);
    for (let turn = 0; turn < proxies.length; turn += 1) {
      const index = (turn + round) % proxies.length;
      const [proxy, result] = [proxies[index], measured[index]];
      if (!proxy || !result) continue;
      const via = await slot(proxy);
      const after = await slot(direct);
      directSlots.push(after);
      result.slots.push(via);
      result.added.push(p50(via) - (p50(before) + p50(after)) / 2);
      before = after;
    }
  }
  return { direct: directSlots, proxies: measured };
};

const report = (title: string, direct: readonly Slot[], proxies: readonly Measured[]): string => {
  const [low, high] = range(direct.map(p99));
  const all = [...direct, ...proxies.flatMap(({ slots }) => slots)];
  const late = quantile(
    all.flatMap(({ lateness }) => lateness),
    0.99,
  );
  const rows = [
    [
      'direct',
      '',
      decimals(median(direct.map(p50)), 2),
      '',
      '',
      decimals(median(direct.map(p99)), 2),
    ],
    ...proxies.map((proxy) => [
      proxy.name,
      decimals(cpuPerRequest(proxy), 3),
      decimals(median(proxy.slots.map(p50)), 2),
      decimals(median(proxy.added), 2),
      range(proxy.added)
        .map((it) => decimals(it, 2))
        .join(' … '),
      decimals(median(proxy.slots.map(p99)), 2),
    ]),
  ];
  const head = ['', 'CPU ms/request', 'median ms', 'added ms', 'rounds', 'p99 ms'];
  return [
    `#### ${title}`,
    '',
    table(head, rows),
    '',
    `The direct path's p99 lay between ${decimals(low, 2)} and ${decimals(high, 2)} ms; 99 % of the ` +
      `requests left less than ${decimals(late, 1)} ms late.`,
  ].join('\n');
};

/** What is to be reached, where this rate is the one that it is said for. */
const missedAt = (rate: number, proxies: readonly Measured[]): readonly string[] => {
  const [own, fromCache, peer] = [ours, cached, replyFrom].map(({ name }) =>
    proxies.find((it) => it.name === name),
  );
  const missed: string[] = [];
  if (rate === 800 && own && cpuPerRequest(own) > 0.4) {
    missed.push(`${decimals(cpuPerRequest(own), 3)} ms CPU per request at 800/s, not 0.4`);
  }
  if (rate === 200 && own && median(own.added) > 1) {
    missed.push(`a median of ${decimals(median(own.added), 2)} ms added at 200/s, not 1`);
  }
  if (rate === 800 && fromCache && peer && cpuPerRequest(fromCache) >= cpuPerRequest(peer)) {
    missed.push(
      `${decimals(cpuPerRequest(fromCache), 3)} ms CPU for a cached read, while reply-from ` +
        `forwards for ${decimals(cpuPerRequest(peer), 3)}`,
    );
  }
  return missed;
};

const failed = (title: string, proxies: readonly Measured[]): readonly string[] =>
  proxies.flatMap(({ name, slots }) => {
    const failures = sum(slots.map((it) => it.failures));
    return failures > 0 ? [`${name} failed ${failures} requests (${title})`] : [];
  });

/**
 * Requests at fixed rates through every proxy.
 *
 * @param judged whether the targets are about these requests
 */
export const ratesOf =
  (
    title: string,
    requests: readonly [Sent, ...Sent[]],
    rates: readonly number[],
    judged: boolean,
  ) =>
  async ({ agent, direct, proxies, quick, say }: Bench): Promise<Findings> => {
    const target = async (name: string, asked: Asked): Promise<Target> => ({
      name,
      asked,
      call: await caller(agent, asked, requests),
    });
    const own = await target('direct', direct);
    const targets = await Promise.all(proxies.map((proxy) => target(proxy.name, proxy)));
    for (const { name, call } of targets) {
      say(`${title}: warming up ${name}`);
      await warmUp(call, quick ? 2 : 4);
    }
    const plan = quick ? { seconds: 2, rounds: 2 } : { seconds: 5, rounds: 5 };
    const findings: Findings[] = [];
    for (const rate of rates) {
      say(`${title}: ${rate} a second`);
      const result = await interleaved(own, targets, { rate, ...plan });
      const heading = `${title}, ${rate} requests a second`;
      findings.push({
        report: report(heading, result.direct, result.proxies),
        missed: [
          ...(judged ? missedAt(rate, result.proxies) : []),
          ...failed(heading, result.proxies),
        ],
      });
    }
    return {
      report: findings.map((it) => it.report).join('\n\n'),
      missed: findings.flatMap((it) => it.missed),
    };
  };
