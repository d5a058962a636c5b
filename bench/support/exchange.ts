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

/**
 * Sends one request and counts what comes back. Where a kept connection turns out to have been closed
 * in the meantime it asks again, as browsers do.
 */
export const exchange = (
  agent: Agent,
  base: string,
  sent: Sent,
  observer: Observer = {},
): Promise<Exchange> =>
  new Promise((resolve, reject) => {
    const { method, path, headers, body } = sent;
    const request = httpRequest(base + path, { agent, method, headers }, (response) => {
      let bytes = 0;
      response.on('data', (piece: Buffer) => {
        bytes += piece.length;
        if (observer.onBytes?.(piece) === false) request.destroy(new Error('seen enough'));
      });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes });
      });
      response.on('error', reject);
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      const isStale = request.reusedSocket && error.code === 'ECONNRESET';
      if (isStale) resolve(exchange(agent, base, sent, observer));
      else reject(error);
    });
    request.end(body);
  });
