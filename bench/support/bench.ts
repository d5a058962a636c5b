import type { Agent } from 'node:http';
import type { Running } from './contenders.ts';
import { exchange } from './exchange.ts';
import { atMost, type Call, type Load } from './load.ts';
import { cpuTime } from './process-usage.ts';
import type { Sent } from './requests.ts';
import type { Upstream } from './upstream.ts';

/** What every scenario works with. */
export interface Bench {
  readonly quick: boolean;
  readonly agent: Agent;
  /** The way without a proxy. */
  readonly direct: Upstream;
  /** In front of `direct`, all of them at once: those that are not asked cost nothing. */
  readonly proxies: readonly Running[];
  /** Tells how far it is. */
  readonly say: (text: string) => void;
}

/** What a scenario found. */
export interface Findings {
  /** Markdown. */
  readonly report: string;
  /** One sentence for each target that was missed. */
  readonly missed: readonly string[];
}

/** A server that is asked: a proxy, or the upstream itself. */
export type Asked = Pick<Running, 'pid' | 'url'>;

/**
 * Asks once and gives the function that goes on asking, in turn, as the same visitor: a proxy that
 * handed out a token gets it back, as it does from a page.
 *
 * @throws when an answer is not a 200
 */
export const caller = async (
  agent: Agent,
  { url }: Asked,
  requests: readonly [Sent, ...Sent[]],
): Promise<Call> => {
  const ask = async (sent: Sent) => {
    const answer = await exchange(agent, url, sent);
    if (answer.status !== 200) throw new Error(`${url}${sent.path} answers ${answer.status}`);
    return answer;
  };
  const [first] = requests;
  const token = (await ask(first)).headers['fae-visitor'];
  const again =
    typeof token === 'string'
      ? requests.map((it) => ({ ...it, headers: { ...it.headers, 'Fae-Visitor': token } }))
      : requests;
  let turn = 0;
  return async () => {
    turn += 1;
    return (await ask(again[turn % again.length] ?? first)).bytes;
  };
};

/** A load, and the milliseconds of CPU time that the asked process took for it. */
export const withCpu = async (
  { pid }: Asked,
  load: () => Promise<Load>,
): Promise<Load & { readonly cpu: number }> => {
  const before = cpuTime(pid);
  const result = await load();
  return { ...result, cpu: cpuTime(pid) - before };
};

/** Lets a proxy compile what it is about to need. */
export const warmUp = async (call: Call, seconds: number): Promise<void> => {
  await atMost(call, 16, seconds);
};
