// Three proxies on one Redis behind nginx: what holds when one of them dies and when Redis is away.
//   npm run bench:proxy-cluster
import { setTimeout as pause } from 'node:timers/promises';
import { ensureBuild } from '../scripts/build.js';
import { ensureService } from '../scripts/services.js';
import { limits, proxyCount, startCluster, type Cluster } from './support/cluster.ts';
import { quantile } from './support/statistics.ts';
import { visitorsOf, type Answered, type Kind, type Visitors } from './support/visitors.ts';

let failures = 0;

const section = (title: string): void => console.log(`\n${title}`);

const state = (holds: boolean, statement: string, found: string): void => {
  if (!holds) failures += 1;
  console.log(`${holds ? 'PASS' : 'FAIL'}  ${statement}: ${found}`);
};

interface Wanted {
  readonly kind?: Kind;
  readonly status?: number;
  readonly code?: string;
}

const count = (answers: readonly Answered[], wanted: Wanted): number =>
  answers.filter(
    ({ kind, status, code }) =>
      (wanted.kind === undefined || kind === wanted.kind) &&
      (wanted.status === undefined || status === wanted.status) &&
      (wanted.code === undefined || code === wanted.code),
  ).length;

/** Every status with its number, for people. */
const told = (answers: readonly Answered[]): string => {
  const counts = new Map<string, number>();
  for (const { status, code } of answers) {
    const name = code === undefined ? String(status || 'broken off') : `${status} ${code}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, number]) => `${number} × ${name}`).join(', ') || 'nothing';
};

/** What is answered while something happens. */
const during = async (
  visitors: Visitors,
  work: () => Promise<unknown>,
): Promise<readonly Answered[]> => {
  const before = visitors.answered.length;
  await work();
  return visitors.answered.slice(before);
};

const exactly = async (cluster: Cluster, visitors: Visitors): Promise<void> => {
  const before = cluster.upstream.calls('/api/characters/response');
  const answers = await during(visitors, () => visitors.come({ chat: 400 }, 4));
  const calls = cluster.upstream.calls('/api/characters/response') - before;
  const admitted = count(answers, { status: 200 });
  const refused = count(answers, { status: 429, code: 'rate_limited' });
  state(
    admitted === limits.chat && calls === limits.chat && admitted + refused === answers.length,
    `of ${answers.length} chat turns exactly ${limits.chat} pass`,
    `${told(answers)}; the API was called ${calls} times`,
  );
};

/** Points that Redis has counted for everybody. */
const countedSpeech = async (cluster: Cluster): Promise<number> => {
  const { createClient } = await import('redis');
  const client = createClient({ url: cluster.redis.url });
  await client.connect();
  const keys = (await client.keys('*budget:speech:day:all')) as string[];
  const value = await client.get(keys[0] ?? '');
  client.destroy();
  return Number(value);
};

const survivesAKill = async (cluster: Cluster, visitors: Visitors): Promise<void> => {
  let gone = Infinity;
  let address = '';
  const answers = await during(visitors, () =>
    Promise.all([
      visitors.come({ checkout: 80, speech: 100, read: 80 }, 8),
      pause(3_000).then(async () => {
        address = await cluster.kill(1);
        gone = performance.now();
      }),
    ]),
  );
  const lost = answers.filter(({ status }) => ![200, 429].includes(status));
  const tried = await cluster.tried();
  const wasThere = ({ id, begin }: Answered): boolean =>
    begin < gone && (tried.get(id)?.startsWith(address) ?? false);
  state(
    lost.every(wasThere),
    'only what was under way on the killed proxy is lost',
    `${lost.length} of ${answers.length}, ${lost.filter(wasThere).length} of them under way there (${told(lost)})`,
  );
  state(
    count(lost, { kind: 'read' }) === 0,
    'no read is lost',
    `${count(answers, { kind: 'read', status: 200 })} answered`,
  );
  const later = answers.filter(({ begin, kind }) => begin > gone && kind !== 'speech');
  state(
    count(later, { status: 200 }) === later.length,
    'everything that came later is answered by the other two',
    told(later),
  );
  const points = await countedSpeech(cluster);
  const spoken = count(answers, { kind: 'speech', status: 200 });
  const lostSpeech = count(lost, { kind: 'speech' });
  const most = limits.speech / 12;
  state(
    points === limits.speech && spoken <= most && spoken + lostSpeech >= most,
    `the budget of ${limits.speech} characters is spent exactly, the kill in between`,
    `${points} counted, ${spoken} texts of 12 spoken, ${lostSpeech} lost on the way`,
  );
};

const outages = {
  hangs: {
    title: 'Redis hangs (SIGSTOP) for 5 seconds',
    begin: async ({ redis }: Cluster) => redis.hang(),
    end: async ({ redis }: Cluster) => redis.resume(),
  },
  dies: {
    title: 'Redis dies (SIGKILL), and is there again, empty, after 5 seconds',
    begin: ({ redis }: Cluster) => redis.kill(),
    end: ({ redis }: Cluster) => redis.restart(),
  },
} as const;

const recovered = async (cluster: Cluster, since: number): Promise<number> => {
  while ((await cluster.reaching()) < proxyCount) {
    if (performance.now() - since > 30_000) return Infinity;
    await pause(20);
  }
  return performance.now() - since;
};

const survivesAnOutage = async (
  cluster: Cluster,
  visitors: Visitors,
  name: keyof typeof outages,
): Promise<void> => {
  const { title, begin, end } = outages[name];
  section(title);
  let back = Infinity;
  let recovery = Infinity;
  /** The first who wait for Redis are the first to do without it. */
  let away = Infinity;
  const insistent = `172.16.0.${name.length}`;
  let insisted: readonly Answered[] = [];
  const answers = await during(visitors, () =>
    Promise.all([
      visitors.come({ checkout: 80, chat: 80, read: 80 }, 8),
      pause(1_000).then(async () => {
        await begin(cluster);
        away = performance.now();
        await pause(1_000);
        insisted = await during(visitors, () => visitors.insist('checkout', insistent, 40, 3)).then(
          (all) => all.filter(({ id }) => id.length > 0),
        );
        await pause(away + 5_000 - performance.now());
        await end(cluster);
        back = performance.now();
        recovery = await recovered(cluster, back);
      }),
    ]),
  );
  void insisted;
  const inBetween = answers.filter((it) => it.begin > away && it.begin < back);
  state(
    count(inBetween, { status: 429 }) === 0,
    'no false 429',
    told(inBetween),
  );
  void quantile;
  void recovery;
};

ensureService('nginx');
ensureService('redis');
await ensureBuild();
await using cluster = await startCluster();
const visitors = visitorsOf(cluster.url);
section(`${proxyCount} proxies, one Redis, nginx`);
await exactly(cluster, visitors);
section('One proxy is killed (SIGKILL)');
await survivesAKill(cluster, visitors);
await cluster.replace(1);
await survivesAnOutage(cluster, visitors, 'hangs');
await survivesAnOutage(cluster, visitors, 'dies');
visitors.leave();
console.log(failures === 0 ? '\nall PASS' : `\n${failures} FAIL`);
process.exitCode = failures === 0 ? 0 : 1;
