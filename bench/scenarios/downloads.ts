import { caller, withCpu, type Bench, type Findings } from '../support/bench.ts';
import { nginx, ours } from '../support/contenders.ts';
import { atMost } from '../support/load.ts';
import { model } from '../support/requests.ts';
import { median } from '../support/statistics.ts';
import { decimals, table } from '../support/table.ts';

const readers = 4;

/** Whole models of 20 MB, four at a time, in turns. */
export const downloads = async ({
  agent,
  direct,
  proxies,
  quick,
  say,
}: Bench): Promise<Findings> => {
  const all = await Promise.all(
    [{ ...direct, name: 'direct' }, ...proxies].map(async (asked) => ({
      asked,
      call: await caller(agent, asked, [model]),
      speeds: [] as number[],
      costs: [] as number[],
    })),
  );
  for (let round = 0; round < (quick ? 2 : 5); round += 1) {
    for (const { asked, call, speeds, costs } of all) {
      say(`20 MB downloads: ${asked.name}`);
      const load = await withCpu(asked, () => atMost(call, readers, quick ? 2 : 4));
      speeds.push(load.bytes / load.seconds / 1e6);
      costs.push(load.cpu / (load.bytes / 1e6));
    }
  }
  const speedOf = (name: string): number =>
    median(all.find(({ asked }) => asked.name === name)?.speeds ?? []);
  const share = speedOf(ours.name) / speedOf(nginx.name);
  return {
    report: [
      `#### Models of 20 MB, ${readers} at a time`,
      '',
      table(
        ['', 'MB/s', 'of nginx', 'CPU ms/MB'],
        all.map(({ asked, speeds, costs }) => [
          asked.name,
          decimals(median(speeds), 0),
          `${decimals((median(speeds) / speedOf(nginx.name)) * 100, 0)} %`,
          decimals(median(costs), 2),
        ]),
      ),
    ].join('\n'),
    missed: share < 0.8 ? [`downloads at ${decimals(share * 100, 0)} % of nginx's, not 80 %`] : [],
  };
};
