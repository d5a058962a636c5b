import type { Agent } from 'node:http';
import type { Findings } from '../support/bench.ts';
import { mean, median, quantile } from '../support/statistics.ts';
import { decimals, table } from '../support/table.ts';
import { newConnections, send } from './ask.ts';
import { loops, waits } from './bad-engines.ts';
import { startPlatform, withBadEngines } from './platforms.ts';
import { publishAgents, type Published } from './published.ts';
import { invite, type Talk } from './visitors.ts';

const visitors = 20;
const agentsTalking = 50;
/** In seconds; an agent that always fails is taken out of service in little more. */
const turn = 7.5;
/** How much slower others may become. */
const mostSlower = 2;

/** Says something that its engine never comes back from to an agent, until that is out of service. */
const provoke = async (
  connections: Agent,
  url: string,
  { id, token }: Published,
  text: string,
  signal: AbortSignal,
): Promise<string[]> => {
  const ends: string[] = [];
  for (let isRunning = true; isRunning && !signal.aborted;) {
    const path = `${url}/v1/ai-agents/${id}/api/${id}/message`;
    const answer = await send(connections, path, 'POST', { 'x-agent-token': token }, { text });
    ends.push(`${String(answer.status)} ${answer.text.slice(0, 80)}`);
    isRunning = !answer.text.includes('is not running');
  }
  return ends;
};

const faultsOf = ({ refused, broken, lost, wrong }: Talk): string[] =>
  [refused, broken, lost, wrong].flat();

/**
 * Visitors chat, by turns undisturbed and beside two agents whose engines never return: one loops, one
 * takes no notice of its deadline. Each turn begins with agents that nobody suspects yet.
 */
export const stuckEngine = async (
  seconds: number,
  say: (text: string) => void,
): Promise<Findings> => {
  const connections = newConnections();
  const rounds = Math.max(2, Math.round(seconds / (2 * turn)));
  const platform = await startPlatform({}, withBadEngines);
  try {
    const agents = await publishAgents(connections, platform.url, agentsTalking);
    const bad = await publishAgents(connections, platform.url, 2 * rounds, agentsTalking + 1);
    const chat = invite({
      connections,
      platform: () => platform.url,
      agents,
      visitors,
      rest: 100,
    });
    await chat(3);
    const without: number[] = [];
    const beside: number[] = [];
    const faults: string[] = [];
    const ends: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      say(`round ${String(round + 1)} of ${String(rounds)}: undisturbed, and beside stuck engines`);
      const quiet = await chat(turn);
      const over = new AbortController();
      const provoking = [loops, waits].map((text, index) => {
        const agent = bad[2 * round + index];
        if (!agent) throw new Error('there are two for each round');
        return provoke(connections, platform.url, agent, text, over.signal);
      });
      const disturbed = await chat(turn);
      over.abort();
      ends.push(...(await Promise.all(provoking)).flat());
      without.push(...quiet.answered);
      beside.push(...disturbed.answered);
      faults.push(...faultsOf(quiet), ...faultsOf(disturbed));
    }
    const figures = [
      ['median', median(without), median(beside)],
      ['p95', quantile(without, 0.95), quantile(beside, 0.95)],
      ['mean', mean(without), mean(beside)],
      ['longest', quantile(without, 1), quantile(beside, 1)],
    ] as const;
    const answeredAll = ends.filter((it) => it.startsWith('200'));
    const rows = figures.map(([name, quiet, disturbed]) => [
      `${name}, ms`,
      decimals(quiet, 0),
      decimals(disturbed, 0),
      decimals(disturbed / quiet, 2),
    ]);
    const head = ['others’ answers', 'undisturbed', 'beside it', 'factor'];
    const counts = `${String(without.length)} and ${String(beside.length)} messages answered, ${String(faults.length)} not; ${String(ends.length)} never came back: ${[...new Set(ends)].join('; ')}`;
    return {
      report: `${table(head, rows)}\n\n${counts}`,
      missed: [
        ...faults.slice(0, 5),
        ...answeredAll.slice(0, 1).map((it) => `an engine that never returns has answered: ${it}`),
        ...figures
          .slice(0, 3)
          .filter(([, quiet, disturbed]) => disturbed > mostSlower * quiet)
          .map(
            ([name, quiet, disturbed]) => `${name} ${(disturbed / quiet).toFixed(2)} times as long`,
          ),
      ],
    };
  } finally {
    connections.destroy();
    await platform.stop();
  }
};
