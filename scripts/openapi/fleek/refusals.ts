import type { NamedOperation, OperationName } from '../../../src/api/operations.ts';
import type { Refusal } from '../described-api.ts';
import { usualRefusals } from '../errors.ts';

export const refusals: Readonly<Record<string, Refusal>> = {
  ...usualRefusals,
  '401': {
    description: 'No key, not logged in, or the session has expired',
    example: {
      error: 'Send the project key in the x-api-key header, or log in.',
      code: 'unauthenticated',
    },
  },
  '402': {
    description: 'All seats are taken, or the payment failed',
    example: {
      error: 'All seats of the subscription are taken: add one, and publish again.',
      code: 'payment_required',
    },
  },
  '403': {
    description: 'Wrong key, wrong project, or not allowed to',
    example: { error: 'The key is not valid.', code: 'forbidden' },
  },
  '404.agent': {
    description: 'No such agent: of the project (JSON), or behind this one (Eliza’s plain text)',
    example: { error: 'There is no such agent.', code: 'not_found' },
    plain: 'Agent not found',
  },
  '409': {
    description: 'Not in this state',
    example: { error: 'The agent is a draft: publish it first.', code: 'conflict' },
  },
  '500.agent': {
    description: 'A fault of the server, or (Eliza’s plain text) a model that gave nothing',
    example: { error: 'Something went wrong.', code: 'server_error' },
    plain: 'No response from generateMessageResponse',
  },
  '502': {
    description: 'The agent’s own server gives no usable answer',
    example: { error: 'The agent’s server answered with status 302.', code: 'bad_upstream' },
  },
  '503': {
    description: 'Not set up, not running, or too busy',
    example: { error: 'The agent is not running.', code: 'unavailable' },
  },
  '504': {
    description: 'The agent’s own server takes too long',
    example: {
      error: 'The agent’s server took too long to answer.',
      code: 'upstream_timeout',
    },
  },
};

/** Answered by an agent, which may be elsewhere, stopped, or without a word. */
const byAgent = ['404.agent', '500.agent', '502', '503', '504'];
const sent = ['400', '413', '415'];
/** Answered by whoever takes the payments; a plan may be none of theirs. */
const byBilling = ['503'];

const table: Readonly<Partial<Record<OperationName, readonly string[]>>> = {
  'agents.createPublished': ['402'],
  'agents.publish': ['400', '402', '409'],
  'agents.start': ['409'],
  'agents.stop': ['409'],
  'agents.attestation': ['409'],
  'agents.peers': byAgent,
  'agents.message': byAgent,
  'agents.apiGet': byAgent,
  'agents.apiPost': [...byAgent, ...sent],
  'agents.apiPut': [...byAgent, ...sent],
  'agents.apiPatch': [...byAgent, ...sent],
  'agents.apiDelete': byAgent,
  'plans.list': byBilling,
  'subscriptions.list': byBilling,
  'subscriptions.get': byBilling,
  'subscriptions.create': ['402', '404', ...byBilling],
  'subscriptions.updateQuantity': ['402', '409', ...byBilling],
  'subscriptions.previewQuantity': ['409', ...byBilling],
  'subscriptions.cancel': ['409', ...byBilling],
  'subscriptions.resume': ['409', ...byBilling],
  'paymentMethods.list': byBilling,
  'paymentMethods.manage': byBilling,
  'paymentMethods.openManagement': byBilling,
};

export const refusedWith = ({ name }: NamedOperation): readonly string[] => table[name] ?? [];
