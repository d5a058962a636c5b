// Source: FAE API, "Stories".

const view = {
  sends: [],
  sees: [
    'id',
    'title',
    'subtitle',
    'author',
    'description',
    'summary',
    'cover',
    'language',
    'genre',
    'tags',
    'text',
    'content',
    'chapters',
    'pages',
    'notes',
    'published',
    'status',
    'createdAt',
    'updatedAt',
  ],
  // What an author notes down while writing is nobody else's business.
  seesIf: { notes: 'published' },
} as const;

export const list = {
  method: 'GET',
  path: '/stories',
  auth: 'key',
  audience: 'visitor',
  workspace: { in: 'query', as: 'workspace' },
  answer: 'json',
  cache: 30,
  visitor: view,
} as const;

export const get = {
  method: 'GET',
  path: '/stories/{id}',
  auth: 'key',
  audience: 'visitor',
  answer: 'json',
  cache: 30,
  visitor: view,
} as const;

export const create = {
  method: 'POST',
  path: '/stories',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'body', as: 'workspace' },
  body: 'json',
  answer: 'json',
  status: 201,
} as const;

export const update = {
  method: 'PUT',
  path: '/stories/{id}',
  auth: 'key',
  audience: 'operator',
  body: 'json',
  answer: 'json',
} as const;

const remove = {
  method: 'DELETE',
  path: '/stories/{id}',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
} as const;

export { remove as delete };
