import { Agent, request as httpRequest } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Longer than the platform may take for anything: whoever still waits then waits in vain. */
const longest = 40_000;

/** The platform's connection has broken, or could not be made. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/**
 * Sends a request once and never again, so that what becomes of it is known.
 *
 * @throws {Broken} where the connection breaks; {Error} where nothing comes
 */
export const send = (
  agent: Agent,
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body?: unknown,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const sent = { ...headers, ...(text !== undefined && { 'Content-Type': 'application/json' }) };
    const broken = (cause: Error): void => reject(new Broken(cause.message, { cause }));
    const request = httpRequest(url, { agent, method, headers: sent }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', broken);
      response.on('end', () => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString() });
      });
    });
    const timer = setTimeout(() => {
      reject(new Error(`${method} ${url} has not been answered for ${String(longest / 1000)} s`));
      request.destroy();
    }, longest);
    request.on('error', (error) => {
      clearTimeout(timer);
      broken(error);
    });
    request.end(text);
  });

export const newConnections = (): Agent => new Agent({ keepAlive: true });
