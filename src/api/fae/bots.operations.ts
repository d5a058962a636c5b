// Source: FAE API, "Bots". The document has no update; ours is an extension.

export const list = {
  method: 'GET',
  path: '/bots',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'query', as: 'workspace' },
  answer: 'json',
} as const;

export const get = {
  method: 'GET',
  path: '/bots/{id}',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
} as const;

export const create = {
  method: 'POST',
  path: '/bots',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'body', as: 'workspace' },
  body: 'json',
  answer: 'json',
  status: 201,
} as const;

export const update = {
  method: 'PUT',
  path: '/bots/{id}',
  auth: 'key',
  audience: 'operator',
  body: 'json',
  answer: 'json',
  extension: true,
} as const;

export const run = {
  method: 'POST',
  path: '/bots/{id}/run',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
} as const;

export const stop = {
  method: 'POST',
  path: '/bots/{id}/stop',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
} as const;

export const logs = {
  method: 'GET',
  path: '/bots/{id}/logs',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
} as const;

export const clear = {
  method: 'DELETE',
  path: '/bots/{id}/logs',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
} as const;

const remove = {
  method: 'DELETE',
  path: '/bots/{id}',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
} as const;

export { remove as delete };
