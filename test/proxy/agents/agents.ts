/** Agents behind the proxy: the Fleek API as a function that can fail, and its visitors. */
import type { ProxyOptions } from '../../../src/proxy/options.ts';
import type { Waits } from '../../../src/proxy/settings.ts';
import { agentId, asked, proxyOf, upstreamOf, type Asked, type Reply } from '../harness.ts';
import { plenty } from '../security/support.ts';

export const agentPath = `/v1/ai-agents/${agentId}`;
export const messagePath = `${agentPath}/api/Ada/message`;

export const asJson =
  (value: unknown): Reply =>
  () =>
    Response.json(value);

/** A proxy in front of such an upstream. */
export const agentsBehind = (
  reply: Reply,
  options: ProxyOptions = {},
  waits: Partial<Waits> = {},
) => {
  const { fetch, calls } = upstreamOf(reply);
  const events: Readonly<Record<string, unknown>>[] = [];
  const proxy = proxyOf(
    fetch,
    { limits: plenty, log: (event) => events.push(event), ...options },
    waits,
  );
  const ask = (request: Asked): Promise<Response> =>
    proxy.fetch(asked(request), { address: '203.0.113.7' });
  const say = (
    json: unknown = { text: 'Hello' },
    headers: Readonly<Record<string, string>> = {},
    path = messagePath,
  ): Promise<Response> => ask({ path, json, headers });
  /** What was sent upstream with the last call. */
  const sent = () => JSON.parse(calls.at(-1)?.body ?? 'null') as Record<string, unknown>;
  return { ask, say, sent, calls, events };
};

/** What the upstream's agent has, which is for its owner alone. */
export const ownersView = {
  id: agentId,
  name: 'Ada',
  avatar: 'aGVsbG8=',
  greeting: 'Hello',
  prompts: ['Who are you?', 5],
  publicToken: 'hidden-token',
  publicChat: true,
  host: 'http://hidden.internal:3000',
  projectId: 'hidden-project',
  characterFile: '{"hidden":true}',
  character_file: '{"hidden":true}',
  config: '{"hidden":true}',
  createdBy: 'hidden-person',
};
