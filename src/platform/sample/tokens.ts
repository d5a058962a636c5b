import { sampleTokens } from '../prices/sample-tokens.ts';
import type { SampleRecord } from './sample-record.ts';

export const tokens: readonly SampleRecord[] = sampleTokens.map(
  ({ key, name, symbol, chain, address, decimals }) => ({
    key,
    document: { name, symbol, chain, address, decimals },
  }),
);
