/** A token of the sample workspace. Nobody has issued it, and its address is nobody's. */
export interface SampleToken {
  readonly key: string;
  readonly name: string;
  readonly symbol: string;
  readonly chain: string;
  readonly address: string;
  readonly decimals: number;
  /** About what it costs, in US dollars; absent where nobody trades it. */
  readonly base?: number;
  /** What lies in its pool, in US dollars. */
  readonly liquidity: number | null;
}

export const sampleTokens: readonly SampleToken[] = [
  {
    key: 'token-moonwort',
    name: 'Moonwort',
    symbol: 'MOONW',
    chain: 'eth',
    address: '0xf2aedeb0dd7c0c96f6875bffe82a1344b7dd9ca2',
    decimals: 18,
    base: 2.418,
    liquidity: 1_284_000,
  },
  {
    key: 'token-saltfern',
    name: 'Saltfern',
    symbol: 'SFERN',
    chain: 'solana',
    address: 'SaLtFernSampLeTokenofThePLantHouse11111111',
    decimals: 9,
    base: 0.00000342,
    liquidity: 41_700,
  },
  {
    key: 'token-duskpetal',
    name: 'Duskpetal',
    symbol: 'DUSK9',
    chain: 'base',
    address: '0xd9d948ea935dd31c8f6bdac29e002be95c0d627d',
    decimals: 18,
    base: 1_946.5,
    liquidity: 9_210,
  },
  {
    key: 'token-tidebell',
    name: 'Tidebell',
    symbol: 'TIDEB',
    chain: 'polygon',
    address: '0x750fec31f0434d3116e94dddded08d747a1fb505',
    decimals: 18,
    liquidity: null,
  },
];
