// Source: Fleek AI Agents API, "Agents API Requests"; what is marked as an extension is ours, or was in
// Fleek's service without being in its document.

const project = { in: 'query', as: 'projectId' } as const;

export const list = {
  method: 'GET',
  path: '/v1/ai-agents',
  auth: 'key',
  audience: 'operator',
  workspace: project,
  query: ['size', 'cursor'],
  answer: 'json',
  paging: 'cursor',
} as const;

/** Makes a draft. */
export const create = {
  method: 'POST',
  path: '/v2/ai-agents',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'body', as: 'projectId' },
  body: 'json',
  answer: 'json',
  status: 201,
} as const;

/** Makes an agent and publishes it in one go, as clients of the first version do. */
export const createPublished = {
  ...create,
  path: '/v1/ai-agents',
  extension: true,
} as const;

export const publish = {
  method: 'POST',
  path: '/v1/ai-agents/{agentId}/publish',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
} as const;

export const get = {
  method: 'GET',
  path: '/v1/ai-agents/{agentId}',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
} as const;

export const update = {
  method: 'PUT',
  path: '/v1/ai-agents/{agentId}',
  auth: 'key',
  audience: 'operator',
  body: 'json',
  answer: 'json',
} as const;

const remove = {
  method: 'DELETE',
  path: '/v1/ai-agents/{agentId}',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
} as const;

export { remove as delete };

export const logs = {
  method: 'GET',
  path: '/v1/ai-agents/{agentId}/logs',
  auth: 'key',
  audience: 'operator',
  query: ['size', 'cursor'],
  answer: 'json',
  paging: 'cursor',
} as const;

export const status = {
  method: 'GET',
  path: '/v1/ai-agents/{agentId}/status',
  auth: 'agent',
  audience: 'visitor',
  answer: 'json',
  cache: 5,
  visitor: { sends: [], sees: ['status'] },
} as const;

export const start = {
  method: 'POST',
  path: '/v1/ai-agents/{agentId}/start',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
} as const;

export const stop = { ...start, path: '/v1/ai-agents/{agentId}/stop' } as const;

export const attestation = {
  method: 'GET',
  path: '/v1/ai-agents/{agentId}/attestation',
  auth: 'none',
  audience: 'operator',
  answer: 'binary',
  types: ['application/octet-stream'],
} as const;

/** What everybody may know of an agent. */
export const profile = {
  method: 'GET',
  path: '/v1/ai-agents/{agentId}/public',
  auth: 'agent',
  audience: 'visitor',
  answer: 'json',
  cache: 30,
  visitor: { sends: [], sees: ['id', 'name', 'avatar', 'greeting', 'prompts'] },
  extension: true,
} as const;

/** The agents that answer behind this one: the list of its own API. */
export const peers = {
  method: 'GET',
  path: '/v1/ai-agents/{agentId}/api/agents',
  auth: 'agent',
  audience: 'visitor',
  answer: 'json',
  cache: 30,
  visitor: { sends: [], sees: ['id', 'name'] },
  extension: true,
} as const;

/** Says something to an agent; what it answers comes as a list of contents. */
export const message = {
  method: 'POST',
  path: '/v1/ai-agents/{agentId}/api/{peerId}/message',
  auth: 'agent',
  audience: 'visitor',
  body: 'json',
  answer: 'json',
  cost: { budget: 'chat' },
  deadline: 30_000,
  visitor: {
    sends: ['text', 'roomId'],
    longest: { text: 2000, roomId: 100 },
    sees: ['text', 'action', 'attachments'],
    seesWithin: {
      attachments: {
        sees: ['id', 'url', 'title', 'source', 'description', 'text', 'contentType'],
        links: ['url'],
      },
    },
    ids: { roomId: 'room', userId: 'user' },
  },
  extension: true,
} as const;

const forwarded = {
  path: '/v1/ai-agents/{agentId}/api/{*key}',
  auth: 'key',
  audience: 'operator',
  answer: 'binary',
  types: [
    'application/json',
    'text/plain',
    'text/event-stream',
    'audio/mpeg',
    'audio/wav',
    'application/octet-stream',
  ],
  deadline: 30_000,
  forwards: true,
} as const;

export const apiGet = { ...forwarded, method: 'GET' } as const;
export const apiPost = { ...forwarded, method: 'POST' } as const;
export const apiPut = { ...forwarded, method: 'PUT' } as const;
export const apiPatch = { ...forwarded, method: 'PATCH' } as const;
export const apiDelete = { ...forwarded, method: 'DELETE' } as const;
