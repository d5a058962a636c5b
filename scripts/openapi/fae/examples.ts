/** The same records in every example, so that a reader can follow an id from one to the next. */
export const id = '64b7f0c2a1d3e4f5a6b7c8d9';
const workspace = '64b7f0c2a1d3e4f5a6b7c8d0';
const times = { createdAt: '2026-03-01T09:30:00.000Z', updatedAt: '2026-03-02T10:00:00.000Z' };
const record = { id, workspace, ...times };

/** Of every parameter that stands in a path or a query, and of the workspace’s id in a body. */
export const parameters: Readonly<Record<string, unknown>> = {
  id,
  workspace,
  workspaceId: workspace,
  productId: id,
  memberId: '64b7f0c2a1d3e4f5a6b7c8da',
  collection: '64b7f0c2a1d3e4f5a6b7c8db',
  limit: 100,
  before: '64b7f0c2a1d3e4f5a6b7c8dc',
  conversationId: 'Zm9yIHRoaXMgdmlzaXRvcg',
  sessionId: 'cs_test_a1B2c3D4e5F6',
  tokenAddress: 'So11111111111111111111111111111111111111112',
  chain: 'solana',
};

export const nft = {
  ...record,
  name: 'Aurora No. 3',
  description: 'Third of five.',
  image: 'ipfs://bafybeigdyrzt5example/3.png',
  nftKind: 'edition',
  collection: '64b7f0c2a1d3e4f5a6b7c8db',
  editionNumber: 3,
  editionCount: 5,
  traits: [{ name: 'Sky', value: 'green' }],
  public: true,
};

export const product = {
  id,
  name: 'Print of Aurora No. 3',
  description: 'Signed, 40 × 50 cm.',
  amount: 4900,
  currency: 'eur',
  images: ['https://shop.example/aurora.jpg'],
};

export const ownProduct = { ...product, ...times, active: true, stock: 12 };

export const order = {
  ...record,
  status: 'paid',
  productId: id,
  productName: product.name,
  amount: product.amount,
  currency: product.currency,
  customerEmail: 'ann@customer.example',
  ref: 'order_42',
};

export const character = {
  ...record,
  name: 'Mira',
  title: 'Keeper of the lighthouse',
  avatar: 'https://files.example/mira.png',
  greeting: 'Mind the step. What brings you up here?',
  prompts: ['How old is the lighthouse?'],
  traits: ['patient', 'dry'],
  background: 'Grew up on the island.',
  model: 'llama3.2',
};

export const app = {
  ...record,
  name: 'Tide table',
  slug: 'tide-table',
  domain: 'tides.shop.example',
  url: 'https://tides.shop.example',
  templateId: 'landing',
};

export const template = {
  id: 'landing',
  name: 'Landing page',
  description: 'A page for one thing that you sell.',
};

export const story = {
  ...record,
  title: 'The third light',
  author: 'Ann Example',
  summary: 'A lighthouse has one lamp too many.',
  chapters: [{ title: 'Fog', text: 'Nobody had counted them.' }],
  published: true,
};

const pipeline = {
  nodes: [
    { id: 'start', type: 'trigger', data: { on: 'interval', seconds: 3600 } },
    { id: 'ask', type: 'httpRequest', data: { url: 'https://tides.example/today.json' } },
    { id: 'tell', type: 'log', data: { message: 'High tide at {{ body.high }}' } },
  ],
  edges: [
    { source: 'start', target: 'ask' },
    { source: 'ask', target: 'tell' },
  ],
};

export const botWish = { name: 'Tides', ...pipeline };
export const botInList = { ...record, name: 'Tides', status: 'idle' };
export const bot = { ...botInList, ...pipeline };

export const fileNames: Readonly<Record<string, readonly [string, string]>> = {
  images: ['aurora.jpg', 'image/jpeg'],
  videos: ['aurora.mp4', 'video/mp4'],
  audios: ['foghorn.mp3', 'audio/mpeg'],
  documents: ['tides.pdf', 'application/pdf'],
  models: ['lighthouse.glb', 'model/gltf-binary'],
};

/** What is registered, and the record of it. */
export const fileOf = (type: string) => {
  const [name = '', mimeType = ''] = fileNames[type] ?? [];
  const wish = {
    url: `https://storage.googleapis.com/bucket/${name}`,
    name,
    size: 48213,
    mimeType,
  };
  return { wish, file: { ...record, ...wish } };
};

const definition = {
  version: 1,
  camera: { position: [0, 2, 8], target: [0, 1, 0], fieldOfView: 40 },
  lights: [{ type: 'directional', intensity: 2, position: [4, 8, 2] }],
  nodes: [
    { id: 'rock', model: id, children: [{ id: 'lamp', transform: { position: [0, 6, 0] } }] },
  ],
  hotspots: [{ id: 'door', node: 'rock', position: [0, 1, 1], label: 'The door' }],
};

export const sceneWish = { name: 'The island', definition };
export const scene = { ...record, ...sceneWish };

export const tokenWish = {
  name: 'Wrapped SOL',
  symbol: 'SOL',
  address: 'So11111111111111111111111111111111111111112',
  chain: 'solana',
};
export const token = { id, ...times, ...tokenWish };

export const price = {
  usdPrice: 142.5,
  usdPriceFormatted: '142.500000000000',
  change24h: -1.25,
  liquidityUsd: null,
  tokenAddress: tokenWish.address,
  chain: 'solana',
  symbol: 'SOL',
  venue: 'Raydium',
  asOf: '2026-03-01T09:30:00.000Z',
};

export const account = {
  id,
  email: 'ann@shop.example',
  name: 'Ann Example',
  workspaces: [{ id: workspace, name: 'Lighthouse', role: 'owner' }],
};

export const ownWorkspace = { id: workspace, ...times, name: 'Lighthouse', role: 'owner' };
export const key = 'fae_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG';

export const member = { id, ...times, email: 'bob@shop.example', role: 'editor' };
