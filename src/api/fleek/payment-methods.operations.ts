// Source: Fleek AI Agents API, "Subscriptions API Requests".

export const list = {
  method: 'GET',
  path: '/v1/payment-methods',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'query', as: 'projectId' },
  query: ['size', 'cursor'],
  answer: 'json',
  paging: 'cursor',
} as const;

/** Opens a session in which payment methods are added and changed. */
export const manage = {
  method: 'POST',
  path: '/v1/payment-methods/manage',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'body', as: 'projectId' },
  body: 'json',
  answer: 'json',
} as const;

/** The same, as Fleek's dashboard asks for it. */
export const openManagement = { ...manage, method: 'PUT', extension: true } as const;
