import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres, type RunningPostgres } from '../../test/support/postgres.ts';
import type { Findings } from '../support/bench.ts';
import { median, quantile } from '../support/statistics.ts';
import { decimals, table } from '../support/table.ts';
import { newConnections } from './ask.ts';
import { startModelServer } from './model-server.ts';
import { startPlatform } from './platforms.ts';
import { publishAgents } from './published.ts';
import { invite } from './visitors.ts';

const visitors = 20;
const agentsTalking = 50;
const platforms = 3;
/** Until the jobs of a dead process are taken for what they are, in milliseconds: its lease, a beat. */
const mostPatience = 60_000;

/** Rooms in which something was said that was not answered, or answered twice. */
const brokenRooms = `
  select count(*)::int as count from (
    select role, lag(role) over (partition by agent, room order by created_at, id) as before
    from agent_turns
  ) turns where role is not distinct from before or (before is null and role = 'assistant')`;

const jobsBy = `
  select status, count(*)::int as count from jobs where kind = 'agent.message' group by status`;

const jobsIn = async (server: RunningPostgres, database: string): Promise<Map<string, number>> => {
  const rows = await server.query(jobsBy, database);
  return new Map(rows.map(({ status, count }) => [String(status), Number(count)]));
};

/** Until no message is taken for one that is still being answered. */
const settled = async (server: RunningPostgres, database: string) => {
  const end = performance.now() + mostPatience;
  for (;;) {
    const jobs = await jobsIn(server, database);
    if (!jobs.has('running') || performance.now() > end) return jobs;
    await pause(200);
  }
};

/** Visitors chat through three platforms on one PostgreSQL, each message through any; one is killed. */
export const killedPlatform = async (
  seconds: number,
  say: (text: string) => void,
): Promise<Findings> => {
  await using server = await startPostgres();
  const url = await server.createDatabase();
  const database = new URL(url).pathname.slice(1);
  const model = await startModelServer();
  const connections = newConnections();
  const env = {
    DATABASE_URL: url,
    FAE_SECRET: 'a secret of the benchmark',
    OPENAI_BASE_URL: model.url,
    OPENAI_MODEL: 'bench',
  };
  const all = await Promise.all(Array.from({ length: platforms }, () => startPlatform(env)));
  const [victim, ...others] = all;
  try {
    if (!victim) throw new Error('there are three');
    const agents = await publishAgents(connections, victim.url, agentsTalking);
    let inService = all;
    const anyOf = (): string =>
      inService[Math.floor(Math.random() * inService.length)]?.url ?? victim.url;
    const chat = invite({ connections, platform: anyOf, agents, visitors, rest: 100 });
    const length = Math.min(60, Math.max(10, seconds / 2));
    say(`${String(visitors)} visitors chat for ${length.toFixed(0)} s …`);
    const first = await chat(3);
    const over = pause((length / 2) * 1000).then(async () => {
      say('… one platform is killed');
      await victim.kill();
      // A balancer takes as long to notice.
      await pause(1000);
      inService = others;
    });
    const talk = await chat(length);
    await over;
    say('waiting for the dead platform’s messages to be counted as failed …');
    const jobs = await settled(server, database);
    const [rooms] = await server.query(brokenRooms, database);
    const broken = Number(rooms?.['count']);
    const running = jobs.get('running') ?? 0;
    const rows = [
      ['messages answered', String(first.answered.length + talk.answered.length)],
      ['p50, ms (the model thinks for 20 to 80)', decimals(median(talk.answered), 0)],
      ['p99, ms', decimals(quantile(talk.answered, 0.99), 0)],
      ['connection broken or refused by the dead platform', String(talk.broken.length)],
      ['refused by the others', String(talk.refused.length)],
      ['neither answered nor told', String(talk.lost.length)],
      ['answers of another room, or that have forgotten', String(talk.wrong.length)],
      ['turns without their answer, or twice', String(broken)],
      ['messages counted as done', String(jobs.get('done') ?? 0)],
      ['messages counted as failed', String(jobs.get('failed') ?? 0)],
      ['messages counted as under way', String(running)],
    ];
    return {
      report: table(['three platforms, one killed', 'found'], rows),
      missed: [
        ...[first, talk]
          .flatMap(({ refused, lost, wrong }) => [...refused, ...lost, ...wrong])
          .slice(0, 5),
        ...(talk.broken.length === 0 ? ['nobody has noticed that a platform was killed'] : []),
        ...(broken > 0 ? [`${String(broken)} turns without their answer, or twice`] : []),
        ...(running > 0 ? [`${String(running)} messages of the dead platform are under way`] : []),
      ],
    };
  } finally {
    connections.destroy();
    await Promise.all(others.map((it) => it.stop()));
    model.stop();
  }
};
