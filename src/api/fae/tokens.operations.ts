// Source: FAE API, "Tokens". They belong to no workspace.

export const list = {
  method: 'GET',
  path: '/tokens',
  auth: 'session',
  audience: 'visitor',
  answer: 'json',
  cache: 60,
  visitor: { sends: [], sees: ['id', 'name', 'symbol', 'address', 'chain'] },
} as const;

export const create = {
  method: 'POST',
  path: '/tokens',
  auth: 'session',
  audience: 'operator',
  body: 'json',
  answer: 'json',
  status: 201,
} as const;

export const price = {
  method: 'GET',
  path: '/tokens/getTokenPrice',
  auth: 'session',
  audience: 'visitor',
  query: ['tokenAddress', 'chain'],
  answer: 'json',
  cache: 30,
  visitor: {
    sends: ['tokenAddress', 'chain'],
    sees: [
      'tokenAddress',
      'chain',
      'name',
      'symbol',
      'logo',
      'decimals',
      'usdPrice',
      'usdPriceFormatted',
      'change24h',
      'liquidityUsd',
      'verified',
      'spam',
      'venue',
      'asOf',
      'sample',
    ],
  },
} as const;
