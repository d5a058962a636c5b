// Source: FAE API, "Media Files", with `{type}` = models.

export const list = {
  method: 'GET',
  path: '/models',
  auth: 'key',
  audience: 'visitor',
  workspace: { in: 'query', as: 'workspace' },
  answer: 'json',
  cache: 30,
  visitor: { sends: [], sees: ['id', 'name', 'url', 'size', 'mimeType', 'createdAt'] },
} as const;

export const register = {
  method: 'POST',
  path: '/models',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'body', as: 'workspace' },
  body: 'json',
  answer: 'json',
  status: 201,
} as const;

export const update = {
  method: 'PUT',
  path: '/models/{id}',
  auth: 'key',
  audience: 'operator',
  body: 'json',
  answer: 'json',
} as const;

const remove = {
  method: 'DELETE',
  path: '/models/{id}',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
} as const;

export { remove as delete };

export const content = {
  method: 'GET',
  path: '/models/{id}/content',
  auth: 'key',
  audience: 'visitor',
  answer: 'binary',
  types: ['model/gltf-binary', 'application/octet-stream'],
  visitor: { sends: [], sees: [] },
} as const;
