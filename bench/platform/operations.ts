import type { Contender } from './contenders.ts';
import { nft, type Ask } from './requests.ts';

/** CPU time of one operation, in milliseconds. */
export interface Cost {
  readonly platform: number;
  /** Of PostgreSQL itself. */
  readonly server: number;
}

export interface Operation {
  readonly name: string;
  /** What it may cost on SQLite, in milliseconds. */
  readonly target: number;
  readonly count: number;
  /** How many are under way at a time. */
  readonly connections: number;
  /** Makes what is needed, and gives what is measured. */
  readonly prepare: (ask: Ask) => Promise<(turn: number) => Promise<unknown>>;
}

const idOf = (answer: string): string => (JSON.parse(answer) as { readonly id: string }).id;

const list: Operation = {
  name: 'list of 10,000 NFTs',
  target: 100,
  count: 20,
  connections: 1,
  prepare: async (ask) => {
    const missing = 10_000 - (JSON.parse(await ask('GET', '/nfts')) as unknown[]).length;
    for (let left = missing; left > 0; left -= 1000) {
      await ask('POST', '/nfts', { ...nft(left), mintCount: Math.min(left, 1000) });
    }
    return () => ask('GET', '/nfts');
  },
};

/** The list comes last: those before it find few records. */
export const operations: readonly Operation[] = [
  {
    name: 'read by id',
    target: 0.25,
    count: 8000,
    connections: 8,
    prepare: async (ask) => {
      const ids: string[] = [];
      for (let number = 0; number < 100; number += 1) {
        ids.push(idOf(await ask('POST', '/stories', { ...nft(number), title: 'Night' })));
      }
      return (turn) => ask('GET', `/stories/${ids[turn % ids.length]}`);
    },
  },
  {
    name: 'create',
    target: 0.6,
    count: 4000,
    connections: 8,
    prepare: (ask) => Promise.resolve((turn) => ask('POST', '/nfts', nft(turn))),
  },
  list,
];

export const measure = async (
  { prepare, count, connections }: Operation,
  contender: Contender,
  ask: Ask,
  share: number,
): Promise<Cost> => {
  const operate = await prepare(ask);
  const times = async (most: number): Promise<void> => {
    let next = 0;
    const connection = async (): Promise<void> => {
      while (next < most) {
        next += 1;
        await operate(next);
      }
    };
    await Promise.all(Array.from({ length: connections }, connection));
  };
  const measured = Math.max(1, Math.ceil(count * share));
  // As much again beforehand, for the compiler.
  await times(measured);
  const before = contender.cpu();
  await times(measured);
  const after = contender.cpu();
  return {
    platform: (after.platform - before.platform) / measured,
    server: (after.server - before.server) / measured,
  };
};
