import type { Findings } from '../support/bench.ts';
import {
  childrenOf,
  cpuTime,
  endedChildrenCpuTime,
  residentMemory,
  residentParts,
} from '../support/process-usage.ts';
import { growth, median, quantile, sum } from '../support/statistics.ts';
import { decimals, table } from '../support/table.ts';
import { newConnections } from './ask.ts';
import { startModelServer } from './model-server.ts';
import { startPlatform } from './platforms.ts';
import { publishAgents } from './published.ts';
import { invite, type Talk } from './visitors.ts';

const agentsRunning = 500;
const agentsTalking = 50;
const visitors = 20;
/** In MB. */
const mostMemory = 400;
/** From the second third of the chat to the last. */
const mostGrowth = 0.05;

/** Of a process and of all that it has started, as far as they are there. */
const eachOf = <T>(pid: number, measure: (pid: number) => T): T[] =>
  [pid, ...childrenOf(pid)].flatMap((it) => {
    try {
      return [measure(it)];
    } catch {
      return [];
    }
  });

/** In MB, with what all of them map from the same files counted once. */
const memoryOf = (pid: number): number => {
  const parts = eachOf(pid, residentParts);
  return sum(parts.map(({ own }) => own)) + Math.max(...parts.map(({ files }) => files));
};

const cpuOf = (pid: number): number => sum(eachOf(pid, cpuTime)) + endedChildrenCpuTime(pid);

const third = (samples: readonly number[], index: number): readonly number[] => {
  const length = Math.max(1, Math.floor(samples.length / 3));
  return samples.slice(index * length, (index + 1) * length);
};

const faultsOf = ({ refused, broken, lost, wrong }: Talk): string[] => [
  ...refused.map((it) => `refused: ${it}`),
  ...broken.map((it) => `broken: ${it}`),
  ...lost.map((it) => `lost: ${it}`),
  ...wrong.map((it) => `in a wrong room: ${it}`),
];

/** 500 agents run; visitors chat with 50 of them. */
export const manyAgents = async (
  seconds: number,
  say: (text: string) => void,
): Promise<Findings> => {
  const model = await startModelServer();
  const connections = newConnections();
  const platform = await startPlatform({ OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'bench' });
  try {
    const resident = (): number => sum(eachOf(platform.pid, residentMemory));
    const empty = resident();
    say(`publishing ${String(agentsRunning)} agents …`);
    const agents = await publishAgents(connections, platform.url, agentsRunning);
    const running = resident();

    const memory: number[] = [];
    const counted: number[] = [];
    const sampling = setInterval(() => {
      memory.push(memoryOf(platform.pid));
      counted.push(resident());
    }, 1000);
    say(`${String(visitors)} visitors chat for ${String(seconds)} s …`);
    const talking = {
      connections,
      platform: () => platform.url,
      agents: agents.slice(0, agentsTalking),
      visitors,
      rest: 100,
    };
    // Until the heap has found its size, which takes some thousand messages.
    await invite({ ...talking, rest: 10, name: 'earlier visitor' })(25);
    memory.length = 0;
    counted.length = 0;
    const before = cpuOf(platform.pid);
    const talk = await invite(talking)(seconds);
    const cpu = cpuOf(platform.pid) - before;
    clearInterval(sampling);

    const faults = faultsOf(talk);
    const grown = growth(memory);
    const largest = Math.max(running, ...memory);
    const count = talk.answered.length;
    const rows = [
      ['messages answered', String(count)],
      ['refused, broken or lost', String(faults.length - talk.wrong.length)],
      ['in a wrong room', String(talk.wrong.length)],
      ['p50, ms (the model thinks for 20 to 80)', decimals(median(talk.answered), 0)],
      ['p99, ms', decimals(quantile(talk.answered, 0.99), 0)],
      ['CPU a message, ms', decimals(cpu / count, 2)],
      ['resident memory before, MB', decimals(empty, 0)],
      [`resident memory with ${String(agentsRunning)} running, MB`, decimals(running, 0)],
      ...[0, 1, 2].map((index) => [
        `memory in third ${String(index + 1)} of the chat, MB`,
        decimals(median(third(memory, index)), 0),
      ]),
      ['memory at most, MB', decimals(largest, 0)],
      ['the same with what they share counted for each, MB', decimals(Math.max(...counted), 0)],
    ];
    return {
      report: table(['agents', 'found'], rows),
      missed: [
        ...faults.slice(0, 5),
        ...(largest >= mostMemory
          ? [`${largest.toFixed(0)} MB, at most ${String(mostMemory)}`]
          : []),
        ...(grown > mostGrowth ? [`memory has grown by ${(grown * 100).toFixed(0)} %`] : []),
      ],
    };
  } finally {
    connections.destroy();
    await platform.stop();
    model.stop();
  }
};
