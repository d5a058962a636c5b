import type { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { send } from './ask.ts';

export const key = 'fleek_bench_key_0123456789abcdef';

/** An agent that answers visitors. */
export interface Published {
  readonly id: string;
  readonly name: string;
  readonly token: string;
}

const characterFile = (name: string): string =>
  JSON.stringify({
    name,
    modelProvider: 'openai',
    bio: [`${name} keeps a lighthouse.`, 'Its lamp was lit in 1841.'],
    lore: ['Nobody has ever seen the keeper asleep.'],
    topics: ['ships', 'weather', 'bread'],
    adjectives: ['curt', 'kind'],
    style: { all: ['Short sentences.'], chat: [], post: [] },
    plugins: [],
    clients: [],
    knowledge: [],
    messageExamples: [],
    postExamples: [],
    settings: { model: 'bench', secrets: { OPENAI_MODEL: 'bench' } },
  });

const atOnce = 8;

/**
 * Makes agents through the API, publishes them, and waits until all of them run.
 *
 * @param url of a platform
 * @param first the number of the first one; `Agent 1`, `Agent 2`, …
 */
export const publishAgents = async (
  connections: Agent,
  url: string,
  count: number,
  first = 1,
): Promise<Published[]> => {
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const { status, text } = await send(
      connections,
      url + path,
      method,
      { 'x-api-key': key },
      body,
    );
    if (status >= 300) throw new Error(`${method} ${path} answers ${String(status)}: ${text}`);
    return JSON.parse(text) as T;
  };
  const agents: Published[] = [];
  let next = 0;
  const maker = async (): Promise<void> => {
    while (next < count) {
      const name = `Agent ${String(first + next)}`;
      next += 1;
      const wish = { config: characterFile(name), publicChat: true };
      const made = await ask<{ id: string; publicToken: string }>('POST', '/v2/ai-agents', wish);
      await ask('POST', `/v1/ai-agents/${made.id}/publish`);
      agents.push({ id: made.id, name, token: made.publicToken });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, maker));
  for (const { id } of agents) {
    while ((await ask<{ status: string }>('GET', `/v1/ai-agents/${id}/status`)).status !== 'true') {
      await pause(20);
    }
  }
  return agents;
};
