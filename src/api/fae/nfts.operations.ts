// Source: FAE API, "NFTs" (public list and CRUD).

export const listPublic = {
  method: 'GET',
  path: '/public/nfts',
  auth: 'public',
  audience: 'visitor',
  workspace: { in: 'query', as: 'workspace' },
  answer: 'json',
  cache: 30,
  visitor: {
    sends: [],
    sees: [
      'id',
      'name',
      'description',
      'image',
      'animation',
      'nftKind',
      'collection',
      'master',
      'editionNumber',
      'editionCount',
      'traits',
      'public',
      'createdAt',
      'chain',
      'contract',
      'tokenId',
    ],
  },
} as const;

export const list = {
  method: 'GET',
  path: '/nfts',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'query', as: 'workspace' },
  query: ['collection'],
  answer: 'json',
} as const;

export const create = {
  method: 'POST',
  path: '/nfts',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'body', as: 'workspace' },
  body: 'json',
  answer: 'json',
  status: 201,
} as const;

export const update = {
  method: 'PUT',
  path: '/nfts/{id}',
  auth: 'key',
  audience: 'operator',
  body: 'json',
  answer: 'json',
} as const;

const remove = {
  method: 'DELETE',
  path: '/nfts/{id}',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
} as const;

export { remove as delete };
