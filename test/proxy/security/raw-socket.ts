import { connect } from 'node:net';

/** Writes bytes on a connection of their own; gives all that came back until it was closed. */
export type RawClient = (bytes: string) => Promise<string>;

export const shop = 'https://shop.example';

interface Written {
  readonly method?: string;
  /** The request target, letter for letter. */
  readonly target: string;
  /** Beside `Host`, `Origin` (the allowed shop) and `Connection: close`; empty leaves one out. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request as it stands on the wire, of which nothing was tidied up. */
export const written = ({ method = 'GET', target, headers, body = '' }: Written): string => {
  const all = { Host: 'localhost', Origin: shop, Connection: 'close', ...headers };
  const lines = Object.entries(all)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${target} HTTP/1.1`, ...lines, '', body].join('\r\n');
};

/** A body of one piece whose length is not announced. */
export const chunked = (body: string): string => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

const json = { 'Content-Type': 'application/json' };

/** A post of JSON, with its length unless `headers` tells otherwise. */
export const writtenPost = (
  target: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): string => {
  const length = { 'Content-Length': String(Buffer.byteLength(body)) };
  return written({ method: 'POST', target, headers: { ...json, ...length, ...headers }, body });
};

/** The statuses of all answers on a connection, in their order. */
export const statusesOf = (answer: string): readonly number[] =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

/** The value of a header of the first answer. */
export const headerOf = (answer: string, name: string): string | undefined =>
  new RegExp(`^${name}: *(.*?)\\r$`, 'im').exec(answer.split('\r\n\r\n', 1)[0] + '\r\n')?.[1];

/** Sends bytes to the server at an address, which is asked for each time. */
export const socketClient =
  (url: () => string): RawClient =>
  (bytes) =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(url());
      const socket = connect(Number(port), hostname);
      let answer = '';
      socket.setEncoding('latin1');
      socket.on('data', (text) => (answer += String(text)));
      // A refused connection may be reset while it is still being written to.
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(answer));
      // A server that waits for more, for which there is no answer to wait for.
      socket.setTimeout(5_000, () => socket.destroy());
      socket.write(Buffer.from(bytes, 'latin1'));
    });
