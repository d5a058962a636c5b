// Source: ours. Fleek had projects, but its document does not say how they are made.

export const list = {
  method: 'GET',
  path: '/v1/projects',
  auth: 'account',
  audience: 'operator',
  answer: 'json',
  extension: true,
} as const;

export const create = {
  method: 'POST',
  path: '/v1/projects',
  auth: 'account',
  audience: 'operator',
  body: 'json',
  answer: 'json',
  status: 201,
  extension: true,
} as const;
