// Source: FAE API, "Scenes".

export const list = {
  method: 'GET',
  path: '/scenes',
  auth: 'key',
  audience: 'visitor',
  workspace: { in: 'query', as: 'workspace' },
  answer: 'json',
  cache: 30,
  visitor: { sends: [], sees: ['id', 'name', 'definition'] },
} as const;

export const create = {
  method: 'POST',
  path: '/scenes',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'body', as: 'workspace' },
  body: 'json',
  answer: 'json',
  status: 201,
} as const;

export const update = {
  method: 'PUT',
  path: '/scenes/{id}',
  auth: 'key',
  audience: 'operator',
  body: 'json',
  answer: 'json',
} as const;

const remove = {
  method: 'DELETE',
  path: '/scenes/{id}',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
} as const;

export { remove as delete };
