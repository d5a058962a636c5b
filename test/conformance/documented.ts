/**
 * What the FAE API's document promises, written down by hand from the document itself: contract,
 * client, proxy, platform and OpenAPI are each held against this list. `{type}` stands for five.
 */
export interface Field {
  readonly name: string;
  readonly type: 'string' | 'number' | 'boolean' | 'string[]' | 'file';
  readonly required: boolean;
  /** A value that it may have. */
  readonly example: unknown;
  readonly default?: unknown;
  /** Others that it may have, where the document lists them, and some that it says it may not. */
  readonly also?: readonly unknown[];
  readonly never?: readonly unknown[];
}

export interface Documented {
  /** Where the client has it. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** `key`: key or session; `public`: for embedding; `session`: a person; `none`: everyone. */
  readonly auth: 'key' | 'public' | 'session' | 'none';
  readonly audience: 'visitor' | 'operator';
  readonly query?: readonly Field[];
  /** Of JSON, or of a form where one of them is a file. */
  readonly body?: readonly Field[];
  readonly status: 200 | 201;
  readonly answers: 'list' | 'object' | 'bytes';
  /** What it says that the answer, or each item of a list, has, with its type. */
  readonly has?: Readonly<Record<string, 'string' | 'number' | 'boolean' | 'array'>>;
  /** What it says that the answer is. */
  readonly is?: Readonly<Record<string, unknown>>;
}

export const types = ['images', 'videos', 'audios', 'documents', 'models'] as const;

export const id = '64b7f0c2a1d3e4f5a6b7c8d9';

type Kind = Field['type'];

const required = (name: string, type: Kind, example: unknown): Field => ({
  name,
  type,
  required: true,
  example,
});

const optional = (name: string, type: Kind, example: unknown, byDefault?: unknown): Field => ({
  name,
  type,
  required: false,
  example,
  ...(byDefault !== undefined && { default: byDefault }),
});

/** Return addresses are `https`. */
const notHttps = { never: ['http://yoursite.com/', 'ftp://yoursite.com/', 'javascript:alert(1)'] };

const workspace = required('workspace', 'string', id);
const filter = optional('workspace', 'string', id);

const get = { method: 'GET', auth: 'key', status: 200 } as const;
const post = { method: 'POST', auth: 'key', audience: 'operator', answers: 'object' } as const;
const put = { ...post, method: 'PUT', status: 200 } as const;
const remove = { ...put, method: 'DELETE' } as const;
const listed = { ...get, answers: 'list', query: [filter] } as const;
const deleted = { is: { success: true } } as const;

/** Its 44 operations. */
export const documented: readonly Documented[] = [
  // NFTs, public
  {
    ...listed,
    name: 'nfts.listPublic',
    path: '/public/nfts',
    auth: 'public',
    audience: 'visitor',
    query: [workspace],
  },

  // Payments Embed
  {
    ...get,
    name: 'payments.product',
    path: '/payments/embed/product/{productId}',
    auth: 'public',
    audience: 'visitor',
    answers: 'object',
    has: {
      id: 'string',
      name: 'string',
      description: 'string',
      amount: 'number',
      currency: 'string',
      images: 'array',
    },
  },
  {
    ...post,
    name: 'payments.checkout',
    path: '/payments/embed/checkout',
    auth: 'public',
    audience: 'visitor',
    body: [
      required('productId', 'string', id),
      { ...required('successUrl', 'string', 'https://yoursite.com/success'), ...notHttps },
      { ...required('cancelUrl', 'string', 'https://yoursite.com/cancel'), ...notHttps },
      optional('customerEmail', 'string', 'ann@yoursite.com'),
      optional('ref', 'string', 'order_42'),
    ],
    status: 200,
    has: { url: 'string' },
  },

  // NFTs
  {
    ...listed,
    name: 'nfts.list',
    path: '/nfts',
    audience: 'operator',
    query: [filter, optional('collection', 'string', id)],
  },
  {
    ...post,
    name: 'nfts.create',
    path: '/nfts',
    body: [
      workspace,
      required('name', 'string', 'Aurora'),
      {
        ...optional('nftKind', 'string', 'edition'),
        also: ['master', 'collection'],
        never: ['print'],
      },
      optional('public', 'boolean', true, false),
      optional('mintCount', 'number', 5),
    ],
    status: 201,
  },
  { ...put, name: 'nfts.update', path: '/nfts/{id}', body: [] },
  { ...remove, name: 'nfts.delete', path: '/nfts/{id}', ...deleted },

  // Characters
  { ...listed, name: 'characters.list', path: '/characters', audience: 'visitor' },
  {
    ...post,
    name: 'characters.create',
    path: '/characters',
    body: [
      workspace,
      required('name', 'string', 'Mira'),
      optional('traits', 'string[]', ['curious']),
      optional('background', 'string', 'Grew up in a lighthouse.'),
      optional('model', 'string', 'llama3.2'),
    ],
    status: 201,
  },
  {
    ...post,
    name: 'characters.response',
    path: '/characters/response',
    audience: 'visitor',
    body: [
      required('characterId', 'string', id),
      required('text', 'string', 'Hello'),
      optional('model', 'string', 'llama3.2'),
    ],
    status: 200,
  },
  { ...put, name: 'characters.update', path: '/characters/{id}', body: [] },
  { ...remove, name: 'characters.delete', path: '/characters/{id}' },

  // Apps
  { ...listed, name: 'apps.list', path: '/apps', audience: 'visitor' },
  { ...get, name: 'apps.templates', path: '/apps/templates', audience: 'visitor', answers: 'list' },
  {
    ...post,
    name: 'apps.create',
    path: '/apps',
    body: [
      required('name', 'string', 'My site'),
      workspace,
      optional('templateId', 'string', 'landing'),
      optional('githubRepo', 'string', 'https://github.com/owner/name'),
      optional('domain', 'string', 'app.yoursite.com'),
    ],
    status: 201,
  },
  { ...get, name: 'apps.files', path: '/apps/{id}/files', audience: 'operator', answers: 'list' },
  {
    ...post,
    name: 'apps.upload',
    path: '/apps/{id}/upload',
    body: [
      required('file', 'file', new File(['<p>'], 'index.html')),
      optional('filename', 'string', 'pages/index.html'),
    ],
    status: 201,
  },

  // Stories
  { ...listed, name: 'stories.list', path: '/stories', audience: 'visitor' },
  {
    ...get,
    name: 'stories.get',
    path: '/stories/{id}',
    audience: 'visitor',
    answers: 'object',
  },
  { ...post, name: 'stories.create', path: '/stories', body: [], status: 201 },
  { ...put, name: 'stories.update', path: '/stories/{id}', body: [] },
  { ...remove, name: 'stories.delete', path: '/stories/{id}' },

  // Bots
  { ...listed, name: 'bots.list', path: '/bots', audience: 'operator' },
  { ...get, name: 'bots.get', path: '/bots/{id}', audience: 'operator', answers: 'object' },
  {
    ...post,
    name: 'bots.create',
    path: '/bots',
    body: [required('name', 'string', 'Morning report'), workspace],
    status: 201,
  },
  {
    ...post,
    name: 'bots.run',
    path: '/bots/{id}/run',
    status: 200,
    is: { status: 'running' },
  },
  { ...post, name: 'bots.stop', path: '/bots/{id}/stop', status: 200, is: { status: 'idle' } },
  {
    ...get,
    name: 'bots.logs',
    path: '/bots/{id}/logs',
    audience: 'operator',
    answers: 'object',
    has: { logs: 'array', status: 'string' },
  },
  { ...remove, name: 'bots.clear', path: '/bots/{id}/logs' },
  { ...remove, name: 'bots.delete', path: '/bots/{id}' },

  // Media Files
  { ...listed, name: '{type}.list', path: '/{type}', audience: 'visitor' },
  {
    ...post,
    name: '{type}.register',
    path: '/{type}',
    body: [
      workspace,
      required('url', 'string', 'https://storage.googleapis.com/bucket/file.glb'),
      optional('name', 'string', 'A file'),
      optional('size', 'number', 1024),
      optional('mimeType', 'string', 'model/gltf-binary'),
    ],
    status: 201,
  },
  { ...put, name: '{type}.update', path: '/{type}/{id}', body: [] },
  {
    ...remove,
    name: '{type}.delete',
    path: '/{type}/{id}',
    has: { freed: 'number' },
    ...deleted,
  },
  {
    ...get,
    name: 'models.content',
    path: '/models/{id}/content',
    audience: 'visitor',
    answers: 'bytes',
  },

  // Text-to-Speech
  {
    ...get,
    name: 'tts.status',
    path: '/tts/status',
    auth: 'none',
    audience: 'visitor',
    answers: 'object',
    has: { available: 'boolean', state: 'string', voices: 'array' },
  },
  {
    ...post,
    name: 'tts.speak',
    path: '/tts',
    auth: 'session',
    audience: 'visitor',
    body: [
      {
        ...required('text', 'string', 'Good morning.'),
        also: ['x'.repeat(2000)],
        never: ['x'.repeat(2001)],
      },
      optional('voice', 'string', 'af_bella', 'af_heart'),
      { ...optional('speed', 'number', 1.5, 1), also: [0.5, 2], never: [0.49, 2.01] },
      optional('workspaceId', 'string', id),
    ],
    status: 200,
    answers: 'bytes',
  },

  // Scenes
  { ...listed, name: 'scenes.list', path: '/scenes', audience: 'visitor' },
  { ...post, name: 'scenes.create', path: '/scenes', body: [], status: 201 },
  { ...put, name: 'scenes.update', path: '/scenes/{id}', body: [] },
  { ...remove, name: 'scenes.delete', path: '/scenes/{id}' },

  // Tokens
  {
    ...get,
    name: 'tokens.list',
    path: '/tokens',
    auth: 'session',
    audience: 'visitor',
    answers: 'list',
  },
  { ...post, name: 'tokens.create', path: '/tokens', auth: 'session', body: [], status: 201 },
  {
    ...get,
    name: 'tokens.price',
    path: '/tokens/getTokenPrice',
    auth: 'session',
    audience: 'visitor',
    query: [
      required('tokenAddress', 'string', 'So11111111111111111111111111111111111111112'),
      required('chain', 'string', 'solana'),
    ],
    answers: 'object',
  },
];

/** The 60 that they are when `{type}` is written out. */
export const expanded: readonly Documented[] = documented.flatMap((it) =>
  it.path.includes('{type}')
    ? types.map((type) => ({
        ...it,
        name: it.name.replace('{type}', type),
        path: it.path.replace('{type}', type),
      }))
    : [it],
);
