/** A request of every operation that a real platform answers, with records made for it. */
import assert from 'node:assert/strict';
import type { NamedOperation, OperationName } from '../../src/api/operations.ts';
import type { TestPlatform } from '../platform/support.ts';
import { id, shop } from './harness.ts';
import { form } from './security/support.ts';
import { agentWishes, type Wish } from './whole-api-agents.ts';

/** What stands in a record and is no visitor's business, under whatever name. */
export const secret = 'sentinel-of-the-owner';

const unseen = {
  prompt: secret,
  systemPrompt: secret,
  background: secret,
  model: secret,
  notes: secret,
  createdBy: secret,
  storagePath: secret,
  gcsPath: secret,
  cost: secret,
};

const medium = (ending: string) => ({
  name: 'One',
  url: `https://x.test/one.${ending}`,
  ...unseen,
});

/** The body that a record of each resource is made with. */
const records: Readonly<Record<string, object>> = {
  nfts: { name: 'Moth', public: true, ...unseen },
  products: { name: 'Print', amount: 1050, currency: 'eur' },
  characters: { name: 'Ada', greeting: 'Hello', traits: [secret], ...unseen },
  apps: { name: 'Garden', description: 'Grows' },
  stories: { title: 'Tides', text: 'Once', published: false, ...unseen },
  bots: { name: 'Clock', nodes: [], edges: [], ...unseen },
  images: medium('png'),
  videos: medium('mp4'),
  audios: medium('mp3'),
  documents: medium('pdf'),
  models: medium('glb'),
  scenes: { name: 'Shore', ...unseen },
  tokens: { name: 'Moonwort', symbol: 'MOONW', address: '0x1', chain: 'eth', ...unseen },
};

const collections: Readonly<Record<string, string>> = { products: 'payments/products' };

const resourceOf = ({ name }: NamedOperation): string => name.split('.', 1)[0] ?? '';

/** A record of the platform's own, past the proxy; tokens belong to nobody who has a key. */
export const make = async (platform: TestPlatform, resource: string): Promise<string> => {
  const path = `/api/${collections[resource] ?? resource}`;
  return (await platform.json(201, 'POST', path, records[resource])).id;
};

/** What operations want beside a record of their resource. */
const special: Partial<Record<OperationName, (platform: TestPlatform) => Promise<Wish> | Wish>> = {
  ...agentWishes(secret),
  'payments.product': ({ platform }) => ({
    path: `/payments/embed/product/${platform.sample['productId'] ?? ''}`,
  }),
  'payments.checkout': ({ platform }) => ({
    json: {
      productId: platform.sample['productId'],
      successUrl: `${shop}/thanks`,
      cancelUrl: `${shop}/cart`,
    },
  }),
  'payments.createSession': ({ platform }) => ({
    json: { productId: platform.sample['productId'], returnUrl: `${shop}/thanks` },
  }),
  'payments.session': () => ({ path: '/payments/sessions/no_such_session' }),
  'characters.response': ({ platform }) => ({
    json: { characterId: platform.sample['characterId'], text: 'Hello' },
  }),
  'characters.eraseConversation': async (platform) => {
    const characterId = platform.platform.sample['characterId'] ?? '';
    const conversationId = 'conversation-0123456789abcdef';
    const body = { characterId, text: 'Hello', conversationId };
    await platform.json(200, 'POST', '/api/characters/response', body);
    return { path: `/characters/${characterId}/conversations/${conversationId}` };
  },
  'models.content': ({ platform }) => ({
    path: `/models/${platform.sample['modelId'] ?? ''}/content`,
  }),
  'tts.speak': () => ({ json: { text: 'Hello' } }),
  'tokens.price': () => ({
    path: '/tokens/getTokenPrice?tokenAddress=0x6b175474e89094c44da98b954eedeac495271d0f&chain=eth',
  }),
};

/** Below the endpoint, with whatever it needs made before. */
export const requestOf = async (
  platform: TestPlatform,
  operation: NamedOperation,
): Promise<{ path: string; init: RequestInit }> => {
  const { method, body } = operation;
  const resource = resourceOf(operation);
  const wish = await special[operation.name]?.(platform);
  const needsRecord = wish?.path === undefined && operation.path.includes('{');
  const own = needsRecord && records[resource] ? await make(platform, resource) : id;
  const path = wish?.path ?? operation.path.replace(/\{\w+\}/g, own);
  assert.doesNotMatch(path, /[{}]/);
  if (body === 'form') {
    const file = resource === 'apps' ? form : formWith(resource);
    return { path, init: { method, headers: file.type, body: file.text } };
  }
  if (!body) return { path, init: { method } };
  const json = JSON.stringify(wish?.json ?? records[resource] ?? {});
  return { path, init: { method, headers: { 'Content-Type': 'application/json' }, body: json } };
};

/** What files of each kind begin with. */
const beginnings: Readonly<Record<string, string>> = {
  images: '<svg xmlns="http://www.w3.org/2000/svg"/>',
  videos: '\0\0\0\u0018ftypmp42\0\0\0\0mp42isom',
  audios: 'ID3\u0004\0\0\0\0\0\0',
  documents: '%PDF-1.7\n',
  models: 'glTF\u0002\0\0\0\u000c\0\0\0',
};

const formWith = (resource: string) => ({
  type: form.type,
  text: form.text.replace('hello', beginnings[resource] ?? 'hello'),
});
