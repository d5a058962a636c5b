// `npm run bench:proxy`: our proxy beside its peers, on this machine, in one run.
//   node scripts/run.js bench/proxy.ts [--quick] [--only json,speech,saturation,downloads,streams,aborts]
// Ends with 1 where a target is missed, with 2 where the machine lacks something.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuild } from '../scripts/build.js';
import { aborts } from './scenarios/aborts.ts';
import { downloads } from './scenarios/downloads.ts';
import { ratesOf } from './scenarios/rates.ts';
import { saturation } from './scenarios/saturation.ts';
import { streams } from './scenarios/streams.ts';
import type { Bench, Findings } from './support/bench.ts';
import { contenders, type Running } from './support/contenders.ts';
import { newConnections } from './support/exchange.ts';
import { ensurePeers } from './support/install.ts';
import { cores, pinSelf } from './support/pinned.ts';
import { cpuTime, endedChildrenCpuTime, machineCpuTime } from './support/process-usage.ts';
import { products, speech } from './support/requests.ts';
import { sum } from './support/statistics.ts';
import { startFiles } from './support/upstream.ts';

const scenarios: Readonly<Record<string, (bench: Bench) => Promise<Findings>>> = {
  json: ratesOf('2 kB of JSON', products, [50, 200, 800], true),
  speech: ratesOf('200 kB of WAV', [speech], [50, 200], false),
  saturation,
  downloads,
  streams,
  aborts,
};

const fail = (message: string): never => {
  console.error(message);
  process.exit(2);
};

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const chosen = values.only?.split(',') ?? Object.keys(scenarios);
for (const name of chosen) {
  if (Object.hasOwn(scenarios, name)) continue;
  fail(`There is no "${name}"; there are: ${Object.keys(scenarios).join(', ')}.`);
}
for (const command of ['nginx', 'taskset']) {
  if (spawnSync(command, ['-V']).error)
    fail(`This needs ${command}: install it with the system’s package manager.`);
}
if (availableParallelism() < 2)
  fail('This needs two processors: one for the proxy, one for the rest.');
ensurePeers();
await ensureBuild();

/** How much of a processor all other programs took, so that nobody trusts a disturbed run. */
const disturbance = (pids: () => readonly number[]): (() => number) => {
  const own = () => sum([process.pid, ...pids()].map(cpuTime)) + endedChildrenCpuTime(process.pid);
  const [begin, machine, mine] = [performance.now(), machineCpuTime(), own()];
  return () => (machineCpuTime() - machine - (own() - mine)) / (performance.now() - begin);
};

const machine = (): string => {
  const { stderr } = spawnSync('nginx', ['-v'], { encoding: 'utf8' });
  const kernel = execFileSync('uname', ['-sr'], { encoding: 'utf8' }).trim();
  return [
    `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`,
    kernel,
    `Node.js ${process.version}`,
    stderr.trim().replace(/^nginx version: /, ''),
  ].join(', ');
};

// Who stops the benchmark stops what it has started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

pinSelf(cores.load);
const folder = mkdtempSync(join(tmpdir(), 'fae-bench-'));
const direct = await startFiles(folder);
const proxies: Running[] = [];
for (const [index, contender] of contenders.entries()) {
  const own = join(folder, String(index));
  mkdirSync(own);
  proxies.push(await contender.start(direct.url, own));
}
const bench: Bench = {
  quick: values.quick,
  agent: newConnections(),
  direct,
  proxies,
  say: (text) => console.error(text),
};

const findings: Findings[] = [];
try {
  console.log(`${machine()}\n`);
  for (const name of chosen) {
    const disturbed = disturbance(() => [direct, ...proxies].map(({ pid }) => pid));
    const found = await scenarios[name]?.(bench);
    if (!found) continue;
    findings.push(found);
    const others = (disturbed() * 100).toFixed(0);
    console.log(`${found.report}\n\nOther programs took ${others} % of a processor meanwhile.\n`);
  }
} finally {
  await Promise.all([direct, ...proxies].map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
}

const missed = findings.flatMap((it) => it.missed);
console.log(missed.length > 0 ? `Missed:\n- ${missed.join('\n- ')}` : 'Every target is reached.');
process.exit(missed.length > 0 ? 1 : 0);
