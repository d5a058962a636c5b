// Source: ours, in the shapes of Fleek's service, whose document leaves them out.

const project = { in: 'query', as: 'projectId' } as const;

export const list = {
  method: 'GET',
  path: '/v1/tokens',
  auth: 'account',
  audience: 'operator',
  workspace: project,
  answer: 'json',
  extension: true,
} as const;

/** The token is in this answer and never again. */
export const create = {
  method: 'POST',
  path: '/v1/tokens',
  auth: 'account',
  audience: 'operator',
  workspace: { in: 'body', as: 'projectId' },
  body: 'json',
  answer: 'json',
  status: 201,
  extension: true,
} as const;

/** From now on it opens nothing. */
export const revoke = {
  method: 'DELETE',
  path: '/v1/tokens/{tokenId}',
  auth: 'account',
  audience: 'operator',
  answer: 'json',
  extension: true,
} as const;
