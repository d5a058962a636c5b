import assert from 'node:assert/strict';
import type { Client } from '../../src/client/index.ts';

type Method = (input?: object) => Promise<unknown>;

/** A call of the client by its name, `nfts.list` for example. */
export const methodOf = (client: Client, name: string): Method => {
  const [resource, verb] = name.split('.') as [string, string];
  const resources = client as unknown as Record<string, Record<string, Method>>;
  const found = resources[resource]?.[verb];
  assert.equal(typeof found, 'function', `client.${name}`);
  return found as Method;
};
