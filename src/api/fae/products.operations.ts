// Source: ours. The FAE API shows and sells products, but has no way to make them.

export const list = {
  method: 'GET',
  path: '/payments/products',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'query', as: 'workspace' },
  answer: 'json',
  extension: true,
} as const;

export const create = {
  method: 'POST',
  path: '/payments/products',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'body', as: 'workspace' },
  body: 'json',
  answer: 'json',
  status: 201,
  extension: true,
} as const;

export const update = {
  method: 'PUT',
  path: '/payments/products/{id}',
  auth: 'key',
  audience: 'operator',
  body: 'json',
  answer: 'json',
  extension: true,
} as const;

const remove = {
  method: 'DELETE',
  path: '/payments/products/{id}',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
  extension: true,
} as const;

export { remove as delete };
