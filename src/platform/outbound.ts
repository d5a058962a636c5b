import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { HttpError } from '../http/problem.ts';
import { isPublicAddress } from './public-address.ts';

/** What a foreign server answered. Whoever does not read the body to its end has to cancel it. */
export interface OutboundAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
}

/**
 * The one way out to an address that a user gave. The address is checked when the connection is
 * made, on what the name has resolved to at that moment, so a name that points elsewhere a second
 * later gains nothing. A redirect is an answer like any other and never followed.
 *
 * @throws {HttpError} 502 `bad_upstream` where no public server answers, 504 `upstream_timeout`
 */
export type Outbound = (
  url: URL,
  options?: {
    /** `GET` when absent. */
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Uint8Array;
    readonly signal?: AbortSignal;
  },
) => Promise<OutboundAnswer>;

export interface OutboundOptions {
  /** Also machines of the local network, for those who run their own storage there. */
  readonly allowPrivateHosts: boolean;
  /** Also without TLS, which machines of the local network rarely have. */
  readonly plainHttp?: boolean;
  /** Certificates to trust instead of the well-known ones, as PEM. */
  readonly ca?: string;
  /** Resolves names; the system's resolver when absent. */
  readonly lookup?: typeof systemLookup;
  /** Bytes that one answer may have. */
  readonly maxBytes?: number;
  /** Milliseconds until an answer begins. */
  readonly headersTimeout?: number;
  /** Milliseconds between two pieces of it. */
  readonly idleTimeout?: number;
  /** Milliseconds for all of it. */
  readonly totalTimeout?: number;
}

class PrivateAddress extends Error {}

/** Resolves a name and gives the addresses only where every one of them is public. */
const checkedLookup =
  (resolve: typeof systemLookup): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) {
        callback(error, '');
        return;
      }
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
        callback(new PrivateAddress(), '');
        return;
      }
      if (options.all) {
        callback(null, addresses);
        return;
      }
      callback(null, first.address, first.family);
    });
  };

const badUpstream = (host: string, what: string, cause?: unknown): HttpError =>
  new HttpError(502, 'bad_upstream', `${host} ${what}.`, { cause });

const headersOf = (message: IncomingMessage): Headers => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    if (typeof value === 'string') headers.set(name, value);
  }
  return headers;
};

/** The message's bytes as they are read, cut off with an error once they are too many. */
const bounded = (
  host: string,
  message: IncomingMessage,
  maxBytes: number,
  done: () => void,
): ReadableStream<Uint8Array<ArrayBuffer>> => {
  const chunks: AsyncIterator<Buffer, undefined> = message.iterator({ destroyOnReturn: true });
  let size = 0;
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull: async (controller) => {
        try {
          const { done: ended, value } = await chunks.next();
          if (ended) {
            done();
            controller.close();
            return;
          }
          size += value.byteLength;
          if (size > maxBytes) throw badUpstream(host, `sends more than ${maxBytes} bytes`);
          controller.enqueue(new Uint8Array(value));
        } catch (error) {
          done();
          message.destroy();
          throw error instanceof HttpError ? error : badUpstream(host, 'broke off', error);
        }
      },
      cancel: () => {
        done();
        message.destroy();
      },
    },
    { highWaterMark: 0 },
  );
};

export const createOutbound = ({
  allowPrivateHosts,
  plainHttp = false,
  ca,
  lookup = systemLookup,
  maxBytes = 512 * 1024 * 1024,
  headersTimeout = 8_000,
  idleTimeout = 30_000,
  totalTimeout = 10 * 60_000,
}: OutboundOptions): Outbound => {
  const resolve: LookupFunction = allowPrivateHosts ? lookup : checkedLookup(lookup);

  return (url, { method = 'GET', headers = {}, body, signal } = {}) =>
    new Promise((fulfil, reject) => {
      const { host } = url;
      const literal = url.hostname.replace(/^\[|\]$/g, '');
      const isPlain = plainHttp && url.protocol === 'http:';
      if (url.protocol !== 'https:' && !isPlain) {
        reject(badUpstream(host, 'is not reached by https'));
        return;
      }
      // A literal address is never looked up.
      if (!allowPrivateHosts && isIP(literal) && !isPublicAddress(literal)) {
        reject(badUpstream(host, 'is not a public address'));
        return;
      }
      const tooSlow = new HttpError(504, 'upstream_timeout', `${host} took too long to answer.`);
      const request = (isPlain ? httpRequest : httpsRequest)(url, {
        lookup: resolve,
        agent: false,
        method,
        headers: { ...headers, 'Accept-Encoding': 'identity' },
        ...(ca !== undefined && !isPlain && { ca }),
        ...(signal && { signal }),
      });
      const abort = () => request.destroy(tooSlow);
      const begin = setTimeout(abort, headersTimeout);
      const total = setTimeout(abort, totalTimeout);
      const stop = () => {
        clearTimeout(begin);
        clearTimeout(total);
      };
      request.setTimeout(idleTimeout, abort);
      request.on('error', (error) => {
        stop();
        if (error instanceof HttpError) {
          reject(error);
          return;
        }
        const what =
          error instanceof PrivateAddress ? 'is not a public address' : 'does not answer';
        reject(badUpstream(host, what, error));
      });
      request.on('response', (message) => {
        clearTimeout(begin);
        fulfil({
          status: message.statusCode ?? 0,
          headers: headersOf(message),
          body: bounded(host, message, maxBytes, stop),
        });
      });
      request.end(body);
    });
};
