import type { OperationName } from '../../../src/api/operations.ts';
import { password } from '../people.ts';
import { connectedAccount } from '../stripe-server.ts';
import { glb } from '../support.ts';
import type { Things } from './house.ts';
import { character as characterFile, plan } from './project.ts';

/** What one request carries beside its method, path and credentials. */
export interface Wish {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly form?: Readonly<Record<string, string | File>>;
}

const url = 'https://files.example/a.bin';
const returnUrl = 'https://shop.example/thanks';

const latin = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

/** The first bytes that tell what a file is. */
const files = {
  images: new File([latin('\u0089PNG\r\n\u001a\n…')], 'a.png'),
  videos: new File([latin('\u001aE\u00df\u00a3…')], 'a.webm'),
  audios: new File([latin('ID3\u0003…')], 'a.mp3'),
  documents: new File([latin('%PDF-1.7 …')], 'a.pdf'),
  models: new File([glb(64)], 'a.glb'),
};

const listed = ({ workspace }: Things): Wish => ({ query: { workspace } });

const mediaRequests = <K extends keyof typeof files>(kind: K) => {
  const one = (things: Things) => ({ params: { id: things[kind] } });
  const requests = {
    list: listed,
    register: ({ workspace }: Things): Wish => ({
      body: { workspace, url, name: 'A file', size: 1024, mimeType: 'model/gltf-binary' },
    }),
    upload: ({ workspace }: Things): Wish => ({
      query: { workspace },
      form: { file: files[kind], name: 'A file' },
    }),
    update: (things: Things): Wish => ({
      ...one(things),
      body: { name: 'Renamed', size: 5, mimeType: 'a/b' },
    }),
    delete: one,
  };
  return Object.fromEntries(
    Object.entries(requests).map(([verb, request]) => [`${kind}.${verb}`, request]),
  ) as { [V in keyof typeof requests as `${K}.${V}`]: (things: Things) => Wish };
};

const nodes = [
  { id: 'start', type: 'trigger', data: { on: 'manual' } },
  { id: 'tell', type: 'log', data: { message: 'Hello' } },
];
const pipeline = { nodes, edges: [{ source: 'start', target: 'tell' }] };

const definition = {
  version: 1,
  units: 'm',
  nodes: [{ id: 'a', transform: { position: [0, 1, 2] }, children: [{ id: 'b' }] }],
};

const story = {
  title: 'A title',
  subtitle: 'A subtitle',
  author: 'Ann',
  description: 'About',
  summary: 'In short',
  cover: 'https://files.example/cover.png',
  language: 'en',
  genre: 'tale',
  status: 'draft',
  published: false,
};

const character = {
  name: 'Mira',
  title: 'Keeper',
  avatar: 'https://files.example/mira.png',
  greeting: 'Hello',
  prompts: ['Who are you?'],
  traits: ['dry'],
  publicTraits: true,
  background: 'An island',
  model: 'llama3.2',
};

const product = {
  name: 'A print',
  amount: 4900,
  currency: 'eur',
  description: 'Signed',
  images: ['https://files.example/print.png'],
  active: true,
  stock: 5,
};

const buyer = { customerEmail: 'ann@customer.example', ref: 'order_42' };

const agent = {
  name: 'Ada',
  avatar: 'dGVzdGltYWdlZGF0YQ==',
  frameworkVersion: '1.0.0',
  publicChat: true,
  host: null,
};

const newAgent = ({ project: projectId }: Things): Wish => ({
  body: { projectId, ...agent, config: characterFile },
});

const forwarded = ({ hosted: agentId }: Things): Wish => ({ params: { agentId, key: 'tools' } });

const seats = ({ project: projectId, subscription: subscriptionId }: Things): Wish => ({
  params: { subscriptionId },
  body: { projectId, updateBy: 1 },
});

/**
 * A request that each operation answers as it says, with every field that it describes, from what it
 * is about. An operation without one is a type error here, and a failing test where types are not
 * checked.
 */
export const requests: { readonly [N in OperationName]: (things: Things) => Wish } = {
  'nfts.listPublic': listed,
  'nfts.list': ({ workspace }) => ({ query: { workspace, collection: 'any' } }),
  'nfts.create': ({ workspace, nft: master }) => ({
    body: { workspace, name: 'Aurora', nftKind: 'edition', public: true, mintCount: 2, master },
  }),
  'nfts.update': ({ nft: id }) => ({
    params: { id },
    body: { name: 'Borealis', nftKind: 'master', public: false, master: id },
  }),
  'nfts.delete': ({ nft: id }) => ({ params: { id } }),

  'payments.product': ({ product: productId }) => ({ params: { productId } }),
  'payments.checkout': ({ product: productId }) => ({
    body: { productId, successUrl: returnUrl, cancelUrl: returnUrl, ...buyer },
  }),
  'payments.createSession': ({ workspace, product: productId }) => ({
    body: { workspace, productId, returnUrl, ...buyer },
  }),
  'payments.session': ({ session: sessionId }) => ({ params: { sessionId } }),
  'products.list': listed,
  'products.create': ({ workspace }) => ({ body: { workspace, ...product } }),
  'products.update': ({ product: id }) => ({ params: { id }, body: product }),
  'products.delete': ({ product: id }) => ({ params: { id } }),
  'orders.list': listed,

  'characters.list': listed,
  'characters.create': ({ workspace }) => ({ body: { workspace, ...character } }),
  'characters.response': ({ character: characterId, conversation: conversationId }) => ({
    body: { characterId, conversationId, text: 'Hello', model: 'llama3.2' },
  }),
  'characters.update': ({ character: id }) => ({ params: { id }, body: character }),
  'characters.delete': ({ character: id }) => ({ params: { id } }),
  'characters.eraseConversation': ({ character: id, conversation: conversationId }) => ({
    params: { id, conversationId },
  }),

  'apps.list': listed,
  'apps.templates': () => ({}),
  'apps.create': ({ workspace }) => ({
    body: {
      workspace,
      name: 'My site',
      githubRepo: 'https://github.com/owner/name',
      domain: `site-${workspace}.example`,
      description: 'A site',
      thumbnail: 'https://files.example/site.png',
    },
  }),
  'apps.files': ({ app: id }) => ({ params: { id } }),
  'apps.upload': ({ app: id }) => ({
    params: { id },
    form: { file: new File(['<p>'], 'index.html'), filename: 'pages/index.html' },
  }),

  'stories.list': listed,
  'stories.get': ({ story: id }) => ({ params: { id } }),
  'stories.create': ({ workspace }) => ({ body: { workspace, ...story } }),
  'stories.update': ({ story: id }) => ({ params: { id }, body: story }),
  'stories.delete': ({ story: id }) => ({ params: { id } }),

  'bots.list': listed,
  'bots.get': ({ bot: id }) => ({ params: { id } }),
  'bots.create': ({ workspace }) => ({ body: { workspace, name: 'Tides', ...pipeline } }),
  'bots.update': ({ bot: id }) => ({ params: { id }, body: { name: 'Ebb', ...pipeline } }),
  'bots.run': ({ bot: id }) => ({ params: { id } }),
  'bots.stop': ({ bot: id }) => ({ params: { id } }),
  'bots.logs': ({ bot: id }) => ({ params: { id } }),
  'bots.clear': ({ bot: id }) => ({ params: { id } }),
  'bots.delete': ({ bot: id }) => ({ params: { id } }),

  ...mediaRequests('images'),
  ...mediaRequests('videos'),
  ...mediaRequests('audios'),
  ...mediaRequests('documents'),
  ...mediaRequests('models'),
  'models.content': ({ models: id }) => ({ params: { id } }),

  'tts.status': () => ({}),
  'tts.speak': ({ workspace }) => ({
    body: { workspaceId: workspace, text: 'Good morning.', voice: 'af_heart', speed: 1 },
  }),

  'scenes.list': listed,
  'scenes.create': ({ workspace }) => ({ body: { workspace, name: 'A room', definition } }),
  'scenes.update': ({ scene: id }) => ({ params: { id }, body: { name: 'A hall', definition } }),
  'scenes.delete': ({ scene: id }) => ({ params: { id } }),

  'tokens.list': () => ({}),
  'tokens.create': () => ({
    body: {
      name: 'A token',
      symbol: 'TKN',
      decimals: 9,
      logo: 'https://files.example/token.png',
      address: 'So11111111111111111111111111111111111111112',
      chain: 'solana',
    },
  }),
  'tokens.price': () => ({
    query: { tokenAddress: 'So11111111111111111111111111111111111111112', chain: 'solana' },
  }),

  'auth.register': ({ invitedEmail: email, invitation }) => ({
    body: { email, password, name: 'Ann', invitation },
  }),
  'auth.login': ({ email }) => ({ body: { email, password } }),
  'auth.logout': () => ({}),
  'auth.resetPassword': ({ resetToken: token }) => ({ body: { token, password } }),

  'workspaces.list': () => ({}),
  'workspaces.create': () => ({ body: { name: 'Another' } }),
  'workspaces.update': ({ workspace: id }) => ({
    params: { id },
    body: { name: 'Renamed', stripeAccount: connectedAccount },
  }),
  'workspaces.regenerateKey': ({ workspace: id }) => ({ params: { id } }),
  'members.list': ({ workspace: id }) => ({ params: { id } }),
  'members.invite': ({ workspace: id }) => ({
    params: { id },
    body: { email: 'new@example.com', role: 'viewer' },
  }),
  'members.update': ({ workspace: id, member: memberId }) => ({
    params: { id, memberId },
    body: { role: 'viewer' },
  }),
  'members.delete': ({ workspace: id, member: memberId }) => ({ params: { id, memberId } }),

  'agents.list': ({ project: projectId }) => ({ query: { projectId, size: '10' } }),
  'agents.create': newAgent,
  'agents.createPublished': newAgent,
  'agents.publish': ({ draft: agentId }) => ({ params: { agentId } }),
  'agents.get': ({ agent: agentId }) => ({ params: { agentId } }),
  'agents.update': ({ stopped: agentId }) => ({
    params: { agentId },
    body: { ...agent, characterFile, config: characterFile },
  }),
  'agents.delete': ({ agent: agentId }) => ({ params: { agentId } }),
  'agents.logs': ({ agent: agentId }) => ({ params: { agentId }, query: { size: '10' } }),
  'agents.status': ({ agent: agentId }) => ({ params: { agentId } }),
  'agents.start': ({ stopped: agentId }) => ({ params: { agentId } }),
  'agents.stop': ({ stopped: agentId }) => ({ params: { agentId } }),
  'agents.attestation': ({ agent: agentId }) => ({ params: { agentId } }),
  'agents.profile': ({ agent: agentId }) => ({ params: { agentId } }),
  'agents.peers': ({ agent: agentId }) => ({ params: { agentId } }),
  'agents.message': ({ agent: agentId }) => ({
    params: { agentId, peerId: 'Ada' },
    body: { text: 'Hello', roomId: 'kitchen', userId: 'ann' },
  }),
  'agents.apiGet': forwarded,
  'agents.apiPost': forwarded,
  'agents.apiPut': forwarded,
  'agents.apiPatch': forwarded,
  'agents.apiDelete': forwarded,

  'plans.list': () => ({}),
  'subscriptions.list': ({ project: projectId }) => ({ query: { projectId } }),
  'subscriptions.get': ({ subscription: subscriptionId }) => ({ params: { subscriptionId } }),
  'subscriptions.create': ({ project: projectId }) => ({
    body: {
      projectId,
      product: { id: plan, quantity: 2 },
      planId: plan,
      metadata: { team: 'lamps' },
    },
  }),
  'subscriptions.updateQuantity': seats,
  'subscriptions.previewQuantity': seats,
  'subscriptions.cancel': ({ subscription: subscriptionId }) => ({ params: { subscriptionId } }),
  'subscriptions.resume': ({ cancelled: subscriptionId }) => ({ params: { subscriptionId } }),
  'paymentMethods.list': ({ project: projectId }) => ({ query: { projectId, size: '10' } }),
  'paymentMethods.manage': ({ project: projectId }) => ({ body: { projectId } }),
  'paymentMethods.openManagement': ({ project: projectId }) => ({ body: { projectId } }),

  'projects.list': () => ({}),
  'projects.create': ({ workspace }) => ({ body: { name: 'Another', workspace } }),
  'apiTokens.list': ({ project: projectId }) => ({ query: { projectId } }),
  'apiTokens.create': ({ project: projectId }) => ({
    body: { projectId, name: 'A server of ours', expires_in_days: 30 },
  }),
  'apiTokens.revoke': ({ apiToken: tokenId }) => ({ params: { tokenId } }),
};
