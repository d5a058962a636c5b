// Source: ours. The people of a workspace.

export const list = {
  method: 'GET',
  path: '/workspaces/{id}/members',
  auth: 'account',
  audience: 'operator',
  answer: 'json',
  extension: true,
} as const;

export const invite = {
  method: 'POST',
  path: '/workspaces/{id}/members',
  auth: 'account',
  audience: 'operator',
  body: 'json',
  answer: 'json',
  status: 201,
  extension: true,
} as const;

export const update = {
  method: 'PUT',
  path: '/workspaces/{id}/members/{memberId}',
  auth: 'account',
  audience: 'operator',
  body: 'json',
  answer: 'json',
  extension: true,
} as const;

const remove = {
  method: 'DELETE',
  path: '/workspaces/{id}/members/{memberId}',
  auth: 'account',
  audience: 'operator',
  answer: 'json',
  extension: true,
} as const;

export { remove as delete };
