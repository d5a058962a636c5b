import { exchange } from '../support/exchange.ts';
import { ours, type Running } from '../support/contenders.ts';
import type { Bench, Findings } from '../support/bench.ts';
import { openFiles, residentMemory } from '../support/process-usage.ts';
import { model } from '../support/requests.ts';
import { growth } from '../support/statistics.ts';
import { decimals, table } from '../support/table.ts';

const atOnce = 20;
const seen = 64 * 1024;
const samples = 30;

/** Begins a download and leaves; anything but that is an error. */
const abandon = async ({ agent }: Bench, { url }: Running): Promise<void> => {
  let bytes = 0;
  await exchange(agent, url, model, {
    onBytes: (piece) => {
      bytes += piece.length;
      return bytes < seen;
    },
  }).catch((error: unknown) => {
    if (bytes < seen) throw error;
  });
};

/** Waits until the proxy has closed what nobody needs, at most 10 s. */
const settled = async (pid: number, most: number): Promise<number> => {
  const end = performance.now() + 10_000;
  while (openFiles(pid) > most && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return openFiles(pid);
};

/** Models of 20 MB that nobody waits for: what each leaves behind in the proxy. */
export const aborts = async (bench: Bench): Promise<Findings> => {
  const total = bench.quick ? 3_000 : 10_000;
  const rows: string[][] = [];
  const missed: string[] = [];
  for (const proxy of bench.proxies) {
    bench.say(`${total} aborted downloads: ${proxy.name}`);
    const { pid } = proxy;
    const filesBefore = openFiles(pid);
    const memory: number[] = [residentMemory(pid)];
    for (let sample = 0; sample < samples; sample += 1) {
      let left = total / samples;
      const visitor = async () => {
        while (left-- > 0) await abandon(bench, proxy);
      };
      await Promise.all(Array.from({ length: atOnce }, visitor));
      memory.push(residentMemory(pid));
    }
    const filesAfter = await settled(pid, filesBefore + atOnce);
    const grown = growth(memory);
    rows.push([
      proxy.name,
      decimals(memory[0], 0),
      decimals(memory.at(-1), 0),
      `${decimals(grown * 100, 0)} %`,
      `${filesBefore} → ${filesAfter}`,
    ]);
    if (proxy.name !== ours.name) continue;
    if (grown > 0.1) {
      missed.push(`memory grew by ${decimals(grown * 100, 0)} % over the aborted downloads`);
    }
    if (filesAfter > filesBefore + atOnce) {
      missed.push(`${filesAfter - filesBefore} files stayed open after the aborted downloads`);
    }
  }
  return {
    report: [
      `#### ${total.toLocaleString('en')} downloads of 20 MB, each given up after 64 kB`,
      '',
      table(['', 'MB before', 'MB after', 'growth, last third', 'open files'], rows),
    ].join('\n'),
    missed,
  };
};
