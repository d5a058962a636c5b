// Source: ours. The FAE API keeps orders, but has no way to read them.

export const list = {
  method: 'GET',
  path: '/payments/orders',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'query', as: 'workspace' },
  query: ['limit', 'before'],
  paging: { after: 'before', size: 1000 },
  answer: 'json',
  extension: true,
} as const;
