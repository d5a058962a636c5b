// Source: FAE API, "Payments Embed"; sessions within a page, and the state of a session, are ours.

export const product = {
  method: 'GET',
  path: '/payments/embed/product/{productId}',
  auth: 'public',
  audience: 'visitor',
  answer: 'json',
  cache: 30,
  visitor: {
    sends: [],
    sees: ['id', 'name', 'description', 'amount', 'currency', 'images'],
  },
} as const;

export const checkout = {
  method: 'POST',
  path: '/payments/embed/checkout',
  auth: 'public',
  audience: 'visitor',
  body: 'json',
  answer: 'json',
  cost: { budget: 'checkout' },
  visitor: {
    sends: ['productId', 'successUrl', 'cancelUrl', 'customerEmail', 'ref'],
    sees: ['url'],
  },
} as const;

export const createSession = {
  method: 'POST',
  path: '/payments/sessions',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'body', as: 'workspace' },
  body: 'json',
  repeatable: true,
  answer: 'json',
  status: 201,
  extension: true,
} as const;

export const session = {
  method: 'GET',
  path: '/payments/sessions/{sessionId}',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
  extension: true,
} as const;
