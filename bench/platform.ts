// `npm run bench:platform`: what the platform's operations cost, on SQLite and on PostgreSQL.
//   node scripts/run.js bench/platform.ts [--quick]
// Ends with 1 where a target is missed, with 2 where the machine lacks something.
import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureBuild } from '../scripts/build.js';
import { ensureService } from '../scripts/services.js';
import { startOnPostgres, startOnSqlite, type Contender } from './platform/contenders.ts';
import { mixedLoad } from './platform/mixed.ts';
import { measure, operations, type Cost } from './platform/operations.ts';
import { askerOf } from './platform/requests.ts';
import { newConnections } from './support/exchange.ts';
import { cores, pinSelf } from './support/pinned.ts';
import { decimals, table } from './support/table.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const share = values.quick ? 0.1 : 1;
const seconds = values.quick ? 5 : 30;

if (spawnSync('taskset', ['-V']).error || availableParallelism() < 2) {
  console.error('This needs taskset, and two processors: one for the platform, one for the rest.');
  process.exit(2);
}
ensureService('postgres');
await ensureBuild();
pinSelf(cores.load);

const missed: string[] = [];

const run = async (start: () => Promise<Contender>) => {
  const contender = await start();
  try {
    const agent = newConnections();
    const ask = askerOf(agent, contender);
    const costs = new Map<string, Cost>();
    for (const operation of operations) {
      console.error(`${contender.name}: ${operation.name} …`);
      costs.set(operation.name, await measure(operation, contender, ask, share));
    }
    console.error(`${contender.name}: mixed load for ${seconds} s …`);
    const mixed = await mixedLoad(ask, seconds);
    agent.destroy();
    missed.push(...mixed.lost.map((it) => `${contender.name}: ${it}`));
    return { costs, mixed };
  } finally {
    await contender.stop();
  }
};

const sqlite = await run(startOnSqlite);
const postgres = await run(startOnPostgres);

const rows = operations.map(({ name, target }) => {
  const [own, beside] = [sqlite.costs.get(name), postgres.costs.get(name)];
  if (own && own.platform > target) {
    missed.push(`${name}: ${own.platform.toFixed(2)} ms on SQLite, at most ${target}`);
  }
  const cells = [own?.platform, target, beside?.platform, beside?.server];
  return [name, ...cells.map((it) => decimals(it, 2))];
});
console.log(
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node.js ${process.version}\n`,
);
const head = ['CPU time, ms', 'SQLite', 'at most', 'PostgreSQL: platform', 'PostgreSQL: server'];
console.log(table(head, rows));
for (const [name, { mixed }] of Object.entries({ SQLite: sqlite, PostgreSQL: postgres })) {
  const rate = (mixed.requests / seconds).toFixed(0);
  console.log(
    `\n${name}, mixed load for ${seconds} s: ${rate} requests/s, ${mixed.lost.length} lost`,
  );
}
console.log(
  missed.length > 0 ? `\nMissed:\n- ${missed.join('\n- ')}` : '\nEvery target is reached.',
);
process.exit(missed.length > 0 ? 1 : 0);
