// Source: Fleek AI Agents API, "Subscriptions API Requests".

export const list = {
  method: 'GET',
  path: '/v1/plans',
  auth: 'key',
  audience: 'visitor',
  answer: 'json',
  cache: 300,
  visitor: { sends: [], sees: ['id', 'name', 'description', 'price'] },
} as const;
