/** Agents and subscriptions of a real platform, made for the requests of the Fleek operations. */
import type { OperationName } from '../../src/api/operations.ts';
import type { TestPlatform } from '../platform/support.ts';
import { until } from '../platform/until.ts';

/** What stands in a record and is no visitor's business. */
const hidden = (secret: string) => ({
  name: 'Ada',
  bio: 'Built engines.',
  system: secret,
  settings: { secrets: { SOME_KEY: secret } },
});

type Ask = (
  status: number,
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ id: string }>;

/** A request with the project's key, past the proxy. */
const askerOf =
  (platform: TestPlatform): Ask =>
  (status, method, path, body) =>
    platform.json(status, method, `/api${path}`, body, {
      'x-api-key': platform.platform.fleek.key,
    });

const path = (id: string, action = ''): string => `/v1/ai-agents/${id}${action}`;

export interface Wish {
  readonly path?: string;
  readonly json?: unknown;
}

type Wishes = Partial<Record<OperationName, (platform: TestPlatform) => Promise<Wish> | Wish>>;

/** What the Fleek operations want. */
export const agentWishes = (secret: string): Wishes => {
  const config = JSON.stringify(hidden(secret));
  const draft = async (platform: TestPlatform): Promise<string> =>
    (await askerOf(platform)(201, 'POST', '/v2/ai-agents', { name: 'Ada', config })).id;

  const running = async (platform: TestPlatform): Promise<string> => {
    const ask = askerOf(platform);
    const id = await draft(platform);
    await ask(200, 'POST', path(id, '/publish'));
    const status = async () => {
      const answer: Readonly<Record<string, unknown>> = await ask(200, 'GET', path(id));
      return answer['status'];
    };
    await until(async () => (await status()) === 'Running');
    return id;
  };

  /** One for all that leave it as it is. */
  const known = new WeakMap<TestPlatform, Promise<string>>();
  const shared = (platform: TestPlatform): Promise<string> => {
    const found = known.get(platform) ?? running(platform);
    known.set(platform, found);
    return found;
  };

  const product = async (platform: TestPlatform) => {
    const [plan] = (await askerOf(platform)(200, 'GET', '/v1/plans')) as unknown as {
      id: string;
    }[];
    return { id: plan?.id, quantity: 2 };
  };
  const subscribed = async (platform: TestPlatform): Promise<string> =>
    (
      await askerOf(platform)(201, 'POST', '/v1/subscriptions', {
        product: await product(platform),
      })
    ).id;

  const at =
    (action: string, json?: unknown, agent = shared) =>
    async (platform: TestPlatform): Promise<Wish> => ({
      path: path(await agent(platform), action),
      json,
    });
  const of =
    (action: string, json?: unknown) =>
    async (platform: TestPlatform): Promise<Wish> => ({
      path: `/v1/subscriptions/${await subscribed(platform)}${action}`,
      json,
    });

  return {
    'agents.list': async (platform) => {
      await shared(platform);
      return { path: '/v1/ai-agents?size=1' };
    },
    'agents.create': () => ({ json: { name: 'Ada', config } }),
    'agents.createPublished': () => ({ json: { name: 'Ada', config } }),
    'agents.publish': at('/publish', undefined, draft),
    'agents.get': at(''),
    'agents.update': at('', { name: 'Ada L.' }, draft),
    'agents.delete': at('', undefined, draft),
    'agents.logs': at('/logs'),
    'agents.status': at('/status'),
    'agents.start': at('/start'),
    'agents.stop': at('/stop', undefined, running),
    'agents.attestation': at('/attestation'),
    'agents.profile': at('/public'),
    'agents.peers': at('/api/agents'),
    'agents.message': at('/api/Ada/message', { text: 'Hello', roomId: 'kitchen' }),
    'agents.apiGet': at('/api/hello'),
    'agents.apiPost': at('/api/agents/start'),
    'agents.apiPut': at('/api/agents/start'),
    'agents.apiPatch': at('/api/agents/start'),
    'agents.apiDelete': at('/api/agents/start'),
    'subscriptions.get': of(''),
    'subscriptions.create': async (platform) => ({ json: { product: await product(platform) } }),
    'subscriptions.updateQuantity': of('/quantity', { updateBy: 1 }),
    'subscriptions.previewQuantity': of('/quantity/preview', { updateBy: 1 }),
    'subscriptions.cancel': of(''),
    'subscriptions.resume': async (platform) => {
      const id = await subscribed(platform);
      await askerOf(platform)(200, 'DELETE', `/v1/subscriptions/${id}`);
      return { path: `/v1/subscriptions/${id}/resume` };
    },
  };
};
