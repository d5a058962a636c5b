import type { Findings } from '../support/bench.ts';
import {
  childrenOf,
  cpuTime,
  endedChildrenCpuTime,
  residentMemory,
} from '../support/process-usage.ts';
import { median, quantile, sum } from '../support/statistics.ts';
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
/** From the first third to the last. */
const mostGrowth = 0.1;

/** Of a process, or nothing where it has ended meanwhile. */
const orNothing = (measure: (pid: number) => number, pid: number): number => {
  try {
    return measure(pid);
  } catch {
    return 0;
  }
};

/** MB of a platform and of all that it has started. */
const memoryOf = (pid: number): number =>
  sum([pid, ...childrenOf(pid)].map((it) => orNothing(residentMemory, it)));

const cpuOf = (pid: number): number =>
  sum([pid, ...childrenOf(pid)].map((it) => orNothing(cpuTime, it))) + endedChildrenCpuTime(pid);

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
    const empty = memoryOf(platform.pid);
    say(`publishing ${String(agentsRunning)} agents …`);
    const agents = await publishAgents(connections, platform.url, agentsRunning);
    const running = memoryOf(platform.pid);

    const memory: number[] = [];
    const sampling = setInterval(() => memory.push(memoryOf(platform.pid)), 1000);
    say(`${String(visitors)} visitors chat for ${String(seconds)} s …`);
    const chat = invite({
      connections,
      platform: () => platform.url,
      agents: agents.slice(0, agentsTalking),
      visitors,
      rest: 100,
    });
    await chat(Math.min(10, seconds / 6));
    memory.length = 0;
    const before = cpuOf(platform.pid);
    const talk = await chat(seconds);
    const cpu = cpuOf(platform.pid) - before;
    clearInterval(sampling);

    const faults = faultsOf(talk);
    const growth = median(third(memory, 2)) / median(third(memory, 0)) - 1;
    const largest = Math.max(running, ...memory);
    const count = talk.answered.length;
    const rows = [
      ['messages answered', String(count)],
      ['refused, broken or lost', String(faults.length - talk.wrong.length)],
      ['in a wrong room', String(talk.wrong.length)],
      ['p50, ms (the model thinks for 20 to 80)', decimals(median(talk.answered), 0)],
      ['p99, ms', decimals(quantile(talk.answered, 0.99), 0)],
      ['CPU a message, ms', decimals(cpu / count, 2)],
      ['memory before, MB', decimals(empty, 0)],
      [`memory with ${String(agentsRunning)} running, MB`, decimals(running, 0)],
      ...[0, 1, 2].map((index) => [
        `memory in third ${String(index + 1)} of the chat, MB`,
        decimals(median(third(memory, index)), 0),
      ]),
      ['memory at most, MB', decimals(largest, 0)],
    ];
    return {
      report: table(['agents', 'found'], rows),
      missed: [
        ...faults.slice(0, 5),
        ...(largest >= mostMemory ? [`${largest.toFixed(0)} MB, at most ${String(mostMemory)}`] : []),
        ...(growth > mostGrowth ? [`memory has grown by ${(growth * 100).toFixed(0)} %`] : []),
      ],
    };
  } finally {
    connections.destroy();
    await platform.stop();
    model.stop();
  }
};
