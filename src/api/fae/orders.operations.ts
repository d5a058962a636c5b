// Source: ours. The FAE API keeps orders, but has no way to read them.

export const list = {
  method: 'GET',
  path: '/payments/orders',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'query', as: 'workspace' },
  answer: 'json',
  extension: true,
} as const;
