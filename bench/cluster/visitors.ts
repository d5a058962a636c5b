import { Agent, request as httpRequest } from 'node:http';
import { atRate } from '../support/load.ts';
import { textToSpeak } from './cluster.ts';
import { shop } from '../support/requests.ts';

/** What visitors do. */
const posts = {
  chat: {
    path: '/characters/response',
    body: { characterId: '64b5f0c2a1d3e4f5a6b7c8d9', text: 'Hi' },
  },
  speech: { path: '/tts', body: { text: textToSpeak } },
  checkout: {
    path: '/payments/embed/checkout',
    body: {
      productId: '64b5f0c2a1d3e4f5a6b7c8d9',
      successUrl: `${shop}/thanks`,
      cancelUrl: `${shop}/cart`,
    },
  },
} as const;

export type Kind = keyof typeof posts | 'read';

/** A request and what became of it. Times are those of `performance.now()`. */
export interface Answered {
  readonly id: string;
  readonly kind: Kind;
  readonly address: string;
  readonly begin: number;
  readonly end: number;
  /** 0 where the connection broke. */
  readonly status: number;
  /** The code of a refusal. */
  readonly code: string | undefined;
}

let sent = 0;

/** A visitor whom nobody has seen before. */
const newAddress = (): string => `10.${(sent >> 16) & 255}.${(sent >> 8) & 255}.${sent & 255}`;

const codeOf = (body: string): string | undefined => /"code":"(\w+)"/.exec(body)?.[1];

/** Visitors in front of a cluster. */
export const visitorsOf = (endpoint: string) => {
  const agent = new Agent({ keepAlive: true });
  const answered: Answered[] = [];

  const send = (kind: Kind, address = newAddress()): Promise<number> =>
    new Promise((resolve) => {
      sent += 1;
      const id = `bench-${sent}`;
      const begin = performance.now();
      const finish = (status: number, body = ''): void => {
        answered.push({
          id,
          kind,
          address,
          begin,
          end: performance.now(),
          status,
          code: codeOf(body),
        });
        resolve(body.length);
      };
      const post = kind === 'read' ? undefined : posts[kind];
      const request = httpRequest(
        endpoint + (post?.path ?? '/public/nfts'),
        {
          agent,
          method: post ? 'POST' : 'GET',
          headers: {
            Origin: shop,
            'X-Request-Id': id,
            'X-Forwarded-For': address,
            ...(post && { 'Content-Type': 'application/json' }),
          },
        },
        (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => (body += chunk.toString()));
          response.on('end', () => finish(response.statusCode ?? 0, body));
          response.on('error', () => finish(0));
        },
      );
      request.on('error', () => finish(0));
      request.end(post && JSON.stringify(post.body));
    });

  return {
    /** So many a second of each kind, for so many seconds; until all are answered. */
    come: async (rates: Partial<Record<Kind, number>>, seconds: number): Promise<void> => {
      const kinds = Object.entries(rates) as [Kind, number][];
      await Promise.all(kinds.map(([kind, rate]) => atRate(() => send(kind), rate, seconds)));
    },
    /** One visitor who asks again and again. */
    insist: async (kind: Kind, address: string, rate: number, seconds: number): Promise<void> => {
      await atRate(() => send(kind, address), rate, seconds);
    },
    /** What is answered while something goes on. */
    during: async (work: () => Promise<unknown>): Promise<readonly Answered[]> => {
      const before = answered.length;
      await work();
      return answered.slice(before);
    },
    [Symbol.dispose]: (): void => agent.destroy(),
  };
};

export type Visitors = ReturnType<typeof visitorsOf>;
