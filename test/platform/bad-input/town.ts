import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startKind } from '../../../src/platform/agents/lifecycle.ts';
import { createTestBilling } from '../../../src/platform/billing/test-billing.ts';
import type { Speech } from '../../../src/platform/engines/speech.ts';
import { createOutbound } from '../../../src/platform/outbound.ts';
import type { Parts } from '../../../src/platform/platform.ts';
import type { Store } from '../../../src/platform/store/store.ts';
import { startForPeople } from '../people.ts';
import { startStripe } from '../stripe-server.ts';

const speech: Speech = {
  status: async () => ({ available: true, state: 'ready', voices: [] }),
  speak: async () => new Uint8Array(44),
  close: async () => undefined,
};

/** Where the owner of an agent runs its interface: to everything it has the same answer. */
const startAgentServer = async () => {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: (): void => {
      server.closeAllConnections();
      server.close();
    },
  };
};

/**
 * A platform with stand-ins that answer at once, and with Stripe's. Seats are paid for with test cards,
 * so that all about them is in the database. Agents are started by nobody: what is refused must be seen
 * to have changed nothing, while nothing else changes either.
 */
export const startTown = async ({ services, ...parts }: Partial<Parts> = {}) => {
  const [stripe, agentServer] = await Promise.all([startStripe(), startAgentServer()]);
  // There as soon as the platform is, before anybody asks.
  const store = {} as Store;
  const billing = createTestBilling(store, { publicUrl: 'http://localhost', enforces: false });
  const outbound = createOutbound({ allowPrivateHosts: true, plainHttp: true });
  const server = await startForPeople(
    { env: stripe.env },
    {
      jobs: { [startKind]: { run: async () => undefined } },
      ...parts,
      services: { speech, billing, outbound, ...services },
    },
  );
  Object.assign(store, server.store);
  return {
    server,
    agentHost: agentServer.host,
    close: async (): Promise<void> => {
      await server.close();
      await stripe.close();
      agentServer.close();
    },
  };
};

export type Town = Awaited<ReturnType<typeof startTown>>;
