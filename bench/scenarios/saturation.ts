import { caller, warmUp, withCpu, type Bench, type Findings } from '../support/bench.ts';
import { atMost } from '../support/load.ts';
import { residentMemory } from '../support/process-usage.ts';
import { products } from '../support/requests.ts';
import { median } from '../support/statistics.ts';
import { decimals, table } from '../support/table.ts';

/** As fast as 32 connections go: how much a processor can carry, and nothing about waiting times. */
export const saturation = async ({
  agent,
  direct,
  proxies,
  quick,
  say,
}: Bench): Promise<Findings> => {
  const seconds = quick ? 2 : 5;
  const rows: string[][] = [];
  for (const asked of [{ ...direct, name: 'direct' }, ...proxies]) {
    say(`saturation: ${asked.name}`);
    const call = await caller(agent, asked, products);
    await warmUp(call, 2);
    const runs: Awaited<ReturnType<typeof withCpu>>[] = [];
    for (let round = 0; round < (quick ? 1 : 3); round += 1) {
      runs.push(await withCpu(asked, () => atMost(call, 32, seconds)));
    }
    rows.push([
      asked.name,
      decimals(median(runs.map((it) => it.latencies.length / it.seconds)), 0),
      decimals(median(runs.map((it) => it.cpu / it.seconds / 10)), 0),
      decimals(median(runs.map((it) => it.cpu / it.latencies.length)), 3),
      decimals(residentMemory(asked.pid), 0),
    ]);
  }
  return {
    report: [
      '#### Saturation: 2 kB of JSON on 32 connections',
      '',
      table(['', 'requests/s', 'CPU %', 'CPU ms/request', 'memory MB'], rows),
      '',
      'Where the CPU is well below 100 %, the load itself was at its end, not the proxy.',
    ].join('\n'),
    missed: [],
  };
};
