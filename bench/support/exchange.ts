import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Sent } from './requests.ts';

export interface Exchange {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: number;
}

export interface Observer {
  /** Sees each piece as it comes; `false` gives the rest up. */
  readonly onBytes?: (bytes: Buffer) => boolean;
}

/** Connections as many as are needed, kept. */
export const newConnections = (): Agent => new Agent({ keepAlive: true });

/** Sends one request and counts what comes back. */
export const exchange = (
  agent: Agent,
  base: string,
  { method, path, headers, body }: Sent,
  { onBytes }: Observer = {},
): Promise<Exchange> =>
  new Promise((resolve, reject) => {
    const request = httpRequest(base + path, { agent, method, headers }, (response) => {
      let bytes = 0;
      response.on('data', (piece: Buffer) => {
        bytes += piece.length;
        if (onBytes?.(piece) === false) request.destroy(new Error('seen enough'));
      });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes });
      });
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
