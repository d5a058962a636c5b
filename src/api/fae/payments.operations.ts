// Source: FAE API, "Payments Embed".

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
