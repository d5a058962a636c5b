/** Chat turns, for counting how many of them get through. */
import type { Proxy } from '../../../src/proxy/create-proxy.ts';
import type { ProxyOptions } from '../../../src/proxy/index.ts';
import { asked } from '../harness.ts';
import { chatTurn, plenty } from './support.ts';

export const reply = () => Response.json({ response: 'Hi' });

/** A turn by whoever has this address. */
export const chat = (
  proxy: Proxy,
  address: string | undefined,
  headers: Record<string, string> = {},
) =>
  proxy.fetch(asked({ path: '/characters/response', json: chatTurn, headers }), {
    ...(address !== undefined && { address }),
  });

export const countOf = (answers: readonly Response[], status: number): number =>
  answers.filter((it) => it.status === status).length;

export const times = <T>(count: number, make: (number: number) => T): Promise<Awaited<T>[]> =>
  Promise.all(Array.from({ length: count }, (_, number) => make(number)));

/** As much as one visitor may have, and no bound but that. */
export const limitsOf = (perVisitor: number): ProxyOptions['limits'] => ({
  ...plenty,
  visitor: { chat: perVisitor },
  global: { chat: 100_000 },
});
