// `npm run bench:agents`: many agents and visitors, an engine that never returns, a platform that is
// killed.
//   node scripts/run.js bench/agents.ts [--seconds 60] [--only many,stuck,killed]
// Ends with 1 where a target is missed.
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureBuild } from '../scripts/build.js';
import { killedPlatform } from './agents/killed.ts';
import { manyAgents } from './agents/many.ts';
import { stuckEngine } from './agents/stuck.ts';

const scenarios = { many: manyAgents, stuck: stuckEngine, killed: killedPlatform } as const;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '300' },
    only: { type: 'string', default: Object.keys(scenarios).join(',') },
  },
});
const seconds = Number(values.seconds);
const wanted = values.only.split(',');

await ensureBuild();
const missed: string[] = [];
const load = (): string => (loadavg()[0] ?? 0).toFixed(1);
console.log(
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node.js ${process.version}`,
);
for (const [name, scenario] of Object.entries(scenarios)) {
  if (!wanted.includes(name)) continue;
  const before = load();
  const findings = await scenario(seconds, (text) => console.error(`${name}: ${text}`));
  console.log(`\n${findings.report}\n\nLoad average ${before} before, ${load()} after.`);
  missed.push(...findings.missed.map((it) => `${name}: ${it}`));
}
console.log(
  missed.length > 0 ? `\nMissed:\n- ${missed.join('\n- ')}` : '\nEvery target is reached.',
);
process.exit(missed.length > 0 ? 1 : 0);
