// Source: FAE API, "Characters".

export const list = {
  method: 'GET',
  path: '/characters',
  auth: 'key',
  audience: 'visitor',
  workspace: { in: 'query', as: 'workspace' },
  answer: 'json',
  cache: 60,
  visitor: {
    sends: [],
    sees: ['id', 'name', 'title', 'avatar', 'greeting', 'prompts', 'traits'],
    seesIf: { traits: 'publicTraits' },
  },
} as const;

export const create = {
  method: 'POST',
  path: '/characters',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'body', as: 'workspace' },
  body: 'json',
  answer: 'json',
  status: 201,
} as const;

export const response = {
  method: 'POST',
  path: '/characters/response',
  auth: 'key',
  audience: 'visitor',
  body: 'json',
  answer: 'json',
  streams: true,
  cost: { budget: 'chat' },
  deadline: 20_000,
  visitor: {
    sends: ['characterId', 'text', 'conversationId'],
    sees: ['response', 'characterId'],
    ids: { conversationId: 'conversation' },
  },
} as const;

export const update = {
  method: 'PUT',
  path: '/characters/{id}',
  auth: 'key',
  audience: 'operator',
  body: 'json',
  answer: 'json',
} as const;

const remove = {
  method: 'DELETE',
  path: '/characters/{id}',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
} as const;

export { remove as delete };

export const eraseConversation = {
  method: 'DELETE',
  path: '/characters/{id}/conversations/{conversationId}',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
  extension: true,
} as const;
