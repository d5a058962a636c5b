// Source: Fleek AI Agents API, "Subscriptions API Requests"; what is marked as an extension is ours, or
// was in Fleek's service without being in its document.

const project = { in: 'body', as: 'projectId' } as const;

export const list = {
  method: 'GET',
  path: '/v1/subscriptions',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'query', as: 'projectId' },
  answer: 'json',
  noneIs404: true,
} as const;

export const get = {
  method: 'GET',
  path: '/v1/subscriptions/{subscriptionId}',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
  extension: true,
} as const;

export const create = {
  method: 'POST',
  path: '/v1/subscriptions',
  auth: 'key',
  audience: 'operator',
  workspace: project,
  body: 'json',
  repeatable: true,
  answer: 'json',
  status: 201,
} as const;

/** Changes the number of seats by so many. */
export const updateQuantity = {
  method: 'POST',
  path: '/v1/subscriptions/{subscriptionId}/quantity',
  auth: 'key',
  audience: 'operator',
  workspace: project,
  body: 'json',
  answer: 'json',
} as const;

/** What such a change would cost now and from the next period on, without making it. */
export const previewQuantity = {
  ...updateQuantity,
  path: '/v1/subscriptions/{subscriptionId}/quantity/preview',
  extension: true,
} as const;

/** Ends it with the period that is paid for. */
export const cancel = {
  method: 'DELETE',
  path: '/v1/subscriptions/{subscriptionId}',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
} as const;

/** Undoes a cancellation, as long as the period lasts. */
export const resume = {
  method: 'POST',
  path: '/v1/subscriptions/{subscriptionId}/resume',
  auth: 'key',
  audience: 'operator',
  answer: 'json',
  extension: true,
} as const;
