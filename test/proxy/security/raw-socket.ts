import { connect } from 'node:net';

/**
 * Writes bytes on a connection of their own; gives what came back until so many answers were complete
 * (one, if it is not said), or the connection was closed.
 */
export type RawClient = (bytes: string, answers?: number) => Promise<string>;

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
export const chunked = (body: string): string =>
  `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

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
  new RegExp(`^${name}: *(.*?)\\r$`, 'im').exec(`${answer.split('\r\n\r\n', 1)[0] ?? ''}\r\n`)?.[1];

/** Where the answer ends that begins here; `undefined` while it goes on. */
const endOf = (text: string, begin: number): number | undefined => {
  const body = text.indexOf('\r\n\r\n', begin) + 4;
  if (body < 4) return undefined;
  const head = text.slice(begin, body);
  if (/^HTTP\/1\.1 (1\d\d|204|304) /.test(head)) return body;
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  if (length !== undefined) return body + Number(length);
  if (!/^transfer-encoding: *chunked/im.test(head)) return undefined;
  const last = text.indexOf('0\r\n\r\n', body);
  return last < 0 ? undefined : last + 5;
};

const isComplete = (text: string, answers: number): boolean => {
  let end = 0;
  for (let count = 0; count < answers; count += 1) end = endOf(text, end) ?? Infinity;
  return end <= text.length;
};

/** Milliseconds after which a server that waits for more is left. */
const patience = 2_000;

/** Sends bytes to the server at an address, which is asked for each time. */
export const socketClient =
  (url: () => string): RawClient =>
  (bytes, answers = 1) =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(url());
      const socket = connect(Number(port), hostname);
      let answer = '';
      socket.setEncoding('latin1');
      socket.on('data', (text) => {
        answer += String(text);
        // Not every server closes a connection because it was asked to.
        if (isComplete(answer, answers)) socket.destroy();
      });
      // A refused connection may be reset while it is still being written to.
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(answer));
      socket.setTimeout(patience, () => socket.destroy());
      socket.write(Buffer.from(bytes, 'latin1'));
    });
