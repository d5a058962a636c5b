// Source: FAE API, "Apps".

export const list = {
  method: 'GET',
  path: '/apps',
  auth: 'key',
  audience: 'visitor',
  workspace: { in: 'query', as: 'workspace' },
  answer: 'json',
  cache: 30,
  visitor: { sends: [], sees: ['id', 'name', 'slug', 'url', 'description', 'thumbnail'] },
} as const;

export const templates = {
  method: 'GET',
  path: '/apps/templates',
  auth: 'key',
  audience: 'visitor',
  answer: 'json',
  cache: 300,
  visitor: { sends: [], sees: ['id', 'name', 'description', 'thumbnail'] },
} as const;

export const create = {
  method: 'POST',
  path: '/apps',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'body', as: 'workspace' },
  body: 'json',
  answer: 'json',
  status: 201,
} as const;

export const files = {
  method: 'GET',
  path: '/apps/{id}/files',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
} as const;

export const upload = {
  method: 'POST',
  path: '/apps/{id}/upload',
  auth: 'key',
  audience: 'operator',
  body: 'form',
  largest: 25 * 1024 * 1024,
  answer: 'json',
  status: 201,
  deadline: 300_000,
} as const;
