import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Asked, Bench, Findings } from '../support/bench.ts';
import { contenders, type Contender } from '../support/contenders.ts';
import { exchange } from '../support/exchange.ts';
import { atRate } from '../support/load.ts';
import { speech } from '../support/requests.ts';
import { median, quantile } from '../support/statistics.ts';
import { decimals, table } from '../support/table.ts';
import { pieceBytes, startSpeech } from '../support/upstream.ts';

/** Nanoseconds to milliseconds. */
const since = (written: bigint): number => Number(process.hrtime.bigint() - written) / 1e6;

/** Milliseconds from the writing of each piece upstream to its arrival here, over a few streams. */
const delaysOf = async (
  { agent }: Bench,
  { url }: Asked,
  seconds: number,
): Promise<{ readonly first: readonly number[]; readonly all: readonly number[] }> => {
  const first: number[] = [];
  const all: number[] = [];
  const listen = async (): Promise<number> => {
    let offset = 0;
    const { bytes } = await exchange(agent, url, speech, {
      onBytes: (bytes) => {
        // A piece counts when its beginning is there.
        for (let at = -offset % pieceBytes; at + 8 <= bytes.length; at += pieceBytes) {
          if (at < 0) continue;
          const delay = since(bytes.readBigUInt64BE(at));
          if (offset + at === 0) first.push(delay);
          all.push(delay);
        }
        offset += bytes.length;
        return true;
      },
    });
    return bytes;
  };
  await atRate(listen, 20, 1);
  first.length = 0;
  all.length = 0;
  await atRate(listen, 20, seconds);
  return { first, all };
};

const measured = async (bench: Bench, name: string, asked: Asked): Promise<string[]> => {
  bench.say(`streams: ${name}`);
  const { first, all } = await delaysOf(bench, asked, bench.quick ? 2 : 10);
  return [name, median(first), quantile(first, 0.99), median(all), quantile(all, 0.99)].map((it) =>
    typeof it === 'number' ? decimals(it, 2) : it,
  );
};

/** Speech that comes in pieces, 20 streams begun each second: how long a piece is on its way. */
export const streams = async (bench: Bench): Promise<Findings> => {
  const upstream = await startSpeech();
  try {
    const rows = [await measured(bench, 'direct', upstream)];
    const isOffered = ({ name }: Contender) => bench.proxies.some((it) => it.name === name);
    for (const contender of contenders.filter(isOffered)) {
      const folder = mkdtempSync(join(tmpdir(), 'fae-bench-'));
      const proxy = await contender.start(upstream.url, folder);
      rows.push(await measured(bench, contender.name, proxy).finally(() => proxy.stop()));
    }
    return {
      report: [
        '#### Speech in pieces of 4 kB: from the upstream’s hand to the reader’s',
        '',
        table(['', 'first piece ms', 'p99', 'any piece ms', 'p99'], rows),
      ].join('\n'),
      missed: [],
    };
  } finally {
    await upstream.stop();
  }
};
