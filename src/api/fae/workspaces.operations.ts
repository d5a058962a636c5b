// Source: ours. A person's workspaces, with their keys.

export const list = {
  method: 'GET',
  path: '/workspaces',
  auth: 'account',
  audience: 'operator',
  answer: 'json',
  extension: true,
} as const;

export const create = {
  method: 'POST',
  path: '/workspaces',
  auth: 'account',
  audience: 'operator',
  body: 'json',
  answer: 'json',
  status: 201,
  extension: true,
} as const;

export const update = {
  method: 'PUT',
  path: '/workspaces/{id}',
  auth: 'account',
  audience: 'operator',
  body: 'json',
  answer: 'json',
  extension: true,
} as const;

export const regenerateKey = {
  method: 'POST',
  path: '/workspaces/{id}/key',
  auth: 'account',
  audience: 'operator',
  answer: 'json',
  extension: true,
} as const;
