import assert from 'node:assert/strict';
import type { Running, Variables } from '../process.ts';
import { ids, type Received, type Upstream } from '../upstream.ts';
import { ask, shop, type Answered, type Asked } from '../visitor.ts';

export const key = 'sentinel-Key_0123456789abcdef';
export const workspace = 'aaaaaaaaaaaaaaaaaaaaaaaa';
export const checkoutsPerVisitor = 6;

/** A runtime that serves the proxy under `/fae`. */
export interface Runtime {
  /** Starts it with these variables as its environment, and tells where it listens. */
  readonly start: (env: Variables) => Promise<Running>;
  /**
   * What the platform in front of it writes into the headers for a visitor with this address. Without
   * it, the runtime sees who is at the other end of the connection.
   */
  readonly front?: (address: string) => Variables;
  /**
   * What it does not do, whatever a handler does: send the length of what is streamed, take the end of
   * a connection for leaving, cut an answer that fails, let one request wait for another one's work, refuse every malformed
   * request as such.
   */
  readonly lacks?: readonly ('lengths' | 'leaving' | 'cutting' | 'sharing' | 'strictness')[];
  /** Tests of what only it has, with the address where it listens. */
  readonly further?: (url: () => string) => void;
}

/** What a test has: a runtime with the proxy, and the upstream behind it. */
export interface Stage {
  readonly runtime: Runtime;
  /** There when the first test begins, as the next one is. */
  readonly upstream: () => Upstream;
  readonly url: () => string;
  readonly lacks: (what: NonNullable<Runtime['lacks']>[number]) => boolean;
  /** Asks the proxy, and searches the answer for the key. */
  readonly get: (asked: Asked | string) => Promise<Answered>;
  /** The same for what must not reach the upstream. */
  readonly unseen: (asked: Asked) => Promise<Answered>;
}

export const stageOf = (
  runtime: Runtime,
  { upstream, url }: Pick<Stage, 'upstream' | 'url'>,
): Stage => {
  const get: Stage['get'] = async (asked) => {
    const answer = await ask(url(), typeof asked === 'string' ? { path: asked } : asked);
    assert.ok(!JSON.stringify(answer).includes(key), 'the key is in the answer');
    return answer;
  };
  return {
    runtime,
    upstream,
    url,
    lacks: (what) => runtime.lacks?.includes(what) ?? false,
    get,
    unseen: async (asked) => {
      const { received } = upstream();
      const before = received.length;
      const answer = await get(asked);
      assert.equal(received.length, before, `${asked.path} has reached the upstream`);
      return answer;
    },
  };
};

export const productPath = (id: string): string => `/fae/payments/embed/product/${id}`;

export const checkout = (ref: string) => ({
  path: '/fae/payments/embed/checkout',
  json: {
    productId: ids.plain,
    successUrl: `${shop}/thanks`,
    cancelUrl: `${shop}/cart`,
    ref,
  },
});

export const codeOf = ({ body }: Answered): unknown =>
  (JSON.parse(body) as { code?: unknown }).code;

/** Fails when it takes longer than the second in which an abandoned connection has to be closed. */
export const closed = ({ socket }: Received): Promise<void> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the connection is still open')), 1_000);
    const done = () => {
      clearTimeout(late);
      resolve();
    };
    if (socket.destroyed) done();
    else socket.once('close', done);
  });
