import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificate, privateKey } from './certificate.ts';

/** Answers token prices as Moralis does, or as it should not. */
export const startMoralis = async (key: string) => {
  let body: unknown = {};
  let status = 200;
  const requests: { path: string; key: string }[] = [];
  const server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
    const given = String(request.headers['x-api-key']);
    requests.push({ path: request.url ?? '', key: given });
    if (body === 'hang up') request.socket.destroy();
    else if (body !== 'say nothing') {
      const isKnown = given === key;
      response.writeHead(isKnown ? status : 401, { 'Content-Type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;

  return {
    hosts: { evm: `${origin}/evm`, solana: `${origin}/solana` },
    requests,
    /** What comes next: a value as JSON, text as it is, or a fault. */
    answers: (value: unknown, as = 200) => {
      body = value;
      status = as;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
};

export type FakeMoralis = Awaited<ReturnType<typeof startMoralis>>;
