// Three proxies on one Redis behind nginx: what holds when one of them dies and when Redis is away.
//   npm run bench:proxy-cluster
import { ensureBuild } from '../scripts/build.js';
import { ensureService } from '../scripts/services.js';
import { proxyCount, startCluster } from './cluster/cluster.ts';
import { printCosts } from './cluster/costs.ts';
import { budgetIsExact, budgetIsSpent } from './cluster/exact.ts';
import { survivesAKill } from './cluster/kill.ts';
import { survivesAnOutage } from './cluster/outage.ts';
import { failures, section } from './cluster/statements.ts';
import { visitorsOf } from './cluster/visitors.ts';

ensureService('nginx');
ensureService('redis');
await ensureBuild();
await using cluster = await startCluster();
using visitors = visitorsOf(cluster.url);

section(`${proxyCount} proxies, one Redis, nginx in front`);
await printCosts(cluster, visitors);
console.log();
await budgetIsExact(cluster, visitors);

section('One proxy is killed (SIGKILL)');
await survivesAKill(cluster, visitors);
await cluster.replace(1);

await survivesAnOutage(cluster, visitors, 'hangs');
await budgetIsSpent(visitors);

await survivesAnOutage(cluster, visitors, 'dies');
await budgetIsExact(cluster, visitors);

console.log(failures() === 0 ? '\nPASS' : `\n${failures()} FAIL`);
process.exitCode = failures() === 0 ? 0 : 1;
