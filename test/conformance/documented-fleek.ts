/**
 * What the Fleek AI Agents API's document promises, written down by hand from the document itself:
 * contract, client, proxy, platform and OpenAPI are each held against this list.
 */
export interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly example: unknown;
}

/** The type of a field of an answer; `?` where the document shows `null`. */
export type AnswerType = 'string' | 'number' | 'string?' | 'number?' | 'object' | 'list';

export interface Documented {
  /** Where the client has it. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly audience: 'visitor' | 'operator';
  readonly query?: readonly Field[];
  readonly body?: readonly Field[];
  readonly status: 200 | 201;
  /** `page`: `data` and two ways on; `bytes`: whatever the other side sends. */
  readonly answers: 'object' | 'list' | 'page' | 'bytes';
  /** Of the answer, or of each of its items. */
  readonly fields?: Readonly<Record<string, AnswerType>>;
  /** What a page calls the ways on and back. */
  readonly ways?: readonly [next: string, previous: string];
}

export const agentId = '3f0c9a52-6d1b-4c8e-9a47-5b1d2e3f4a60';
export const projectId = 'your_project_id';
export const subscriptionId = 'sub_9WgRMUCEFZDhHTzLISMgFEwp';

const required = (name: string, example: unknown): Field => ({ name, example, required: true });
const optional = (name: string, example: unknown): Field => ({ name, example, required: false });

const draftFields = {
  id: 'string',
  projectId: 'string',
  name: 'string',
  avatar: 'string?',
  status: 'string',
  characterFile: 'string',
  createdBy: 'string',
  createdAt: 'string',
  updatedAt: 'string',
} as const;

const agentFields = {
  id: 'string',
  projectId: 'string',
  name: 'string',
  avatar: 'string?',
  status: 'string',
  character_file: 'string',
  host: 'string?',
  slotNumber: 'number?',
  createdBy: 'string',
  createdAt: 'string',
  updatedAt: 'string',
  deletedAt: 'string?',
} as const;

const subscriptionFields = {
  endDate: 'string?',
  id: 'string',
  items: 'list',
  periodEndDate: 'string',
  periodStartDate: 'string',
  productId: 'string',
  scheduleId: 'string?',
  startDate: 'string',
  status: 'string',
} as const;

/** Of each of a subscription's items. */
export const itemFields: Readonly<Record<string, AnswerType>> = {
  id: 'string?',
  priceId: 'string?',
  productId: 'string',
  quantity: 'number',
  unitAmount: 'number?',
  usageType: 'string',
};

const get = { method: 'GET', audience: 'operator', status: 200, answers: 'object' } as const;
const post = { ...get, method: 'POST' } as const;
const agents = '/v1/ai-agents';
const one = `${agents}/{agentId}`;
const project = optional('projectId', projectId);

/** Its 19 operations; proxying, which takes any method, comes once for each. */
export const documented: readonly Documented[] = [
  {
    ...get,
    name: 'agents.list',
    path: agents,
    query: [optional('size', '10'), project],
    answers: 'page',
    ways: ['next_page', 'prev_page'],
    fields: agentFields,
  },
  {
    ...post,
    name: 'agents.create',
    path: '/v2/ai-agents',
    body: [
      optional('avatar', 'dGVzdGltYWdlZGF0YQ=='),
      required('config', '{"name":"AI_Agent_name"}'),
      optional('name', 'AI_Agent_name'),
      project,
    ],
    status: 201,
    fields: draftFields,
  },
  { ...post, name: 'agents.publish', path: `${one}/publish`, fields: draftFields },
  { ...get, name: 'agents.get', path: one, fields: agentFields },
  {
    ...get,
    method: 'PUT',
    name: 'agents.update',
    path: one,
    body: [
      optional('avatar', 'dGVzdGltYWdlZGF0YQ=='),
      optional('characterFile', '{"name":"UpdatedAgentName"}'),
      optional('name', 'UpdatedAgentName'),
    ],
    fields: agentFields,
  },
  { ...get, method: 'DELETE', name: 'agents.delete', path: one, fields: { message: 'string' } },
  {
    ...get,
    name: 'agents.logs',
    path: `${one}/logs`,
    query: [optional('cursor', 'abc')],
    answers: 'page',
    ways: ['next_page', 'prev_page'],
    fields: { id: 'string', timestamp: 'number', message: 'string', priority: 'number' },
  },
  {
    ...get,
    name: 'agents.status',
    path: `${one}/status`,
    audience: 'visitor',
    fields: { status: 'string' },
  },
  { ...post, name: 'agents.start', path: `${one}/start`, fields: agentFields },
  { ...post, name: 'agents.stop', path: `${one}/stop`, fields: agentFields },
  { ...get, name: 'agents.attestation', path: `${one}/attestation`, answers: 'bytes' },
  ...(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).map((method): Documented => ({
    ...get,
    method,
    name: `agents.api${method.charAt(0)}${method.slice(1).toLowerCase()}`,
    path: `${one}/api/{*key}`,
    answers: 'bytes',
  })),
  {
    ...get,
    name: 'plans.list',
    path: '/v1/plans',
    audience: 'visitor',
    answers: 'list',
    fields: {
      id: 'string',
      name: 'string',
      description: 'string?',
      price: 'number',
      createdAt: 'string',
      updatedAt: 'string',
      metadata: 'object',
    },
  },
  {
    ...get,
    name: 'subscriptions.list',
    path: '/v1/subscriptions',
    query: [project],
    answers: 'list',
    fields: subscriptionFields,
  },
  {
    ...get,
    name: 'paymentMethods.list',
    path: '/v1/payment-methods',
    query: [project],
    answers: 'page',
    ways: ['next', 'prev'],
    fields: {
      brand: 'string',
      country: 'string',
      expiryMonth: 'string',
      expiryYear: 'string',
      id: 'string',
      last4: 'string',
    },
  },
  {
    ...post,
    name: 'paymentMethods.manage',
    path: '/v1/payment-methods/manage',
    body: [project],
    fields: { url: 'string' },
  },
  {
    ...post,
    name: 'subscriptions.create',
    path: '/v1/subscriptions',
    body: [
      optional('metadata', null),
      optional('planId', null),
      required('product', { id: 'product_id', quantity: 2 }),
      project,
    ],
    status: 201,
    fields: subscriptionFields,
  },
  {
    ...post,
    name: 'subscriptions.updateQuantity',
    path: '/v1/subscriptions/{subscriptionId}/quantity',
    body: [project, required('updateBy', 1)],
    fields: subscriptionFields,
  },
  {
    ...get,
    method: 'DELETE',
    name: 'subscriptions.cancel',
    path: '/v1/subscriptions/{subscriptionId}',
    fields: subscriptionFields,
  },
];
