import { characters } from './characters.ts';
import { models } from './models.ts';
import { nfts } from './nfts.ts';
import { products } from './products.ts';
import type { SampleRecord } from './sample-record.ts';

export type { SampleFile, SampleRecord } from './sample-record.ts';

/**
 * The sample workspace: the Moonwort Observatory, an imagined studio under a glass dome that grows
 * plants which shine by night. Raise `version` with every change to the records.
 */
export const sample: {
  readonly version: number;
  readonly products: readonly SampleRecord[];
  readonly nfts: readonly SampleRecord[];
  readonly characters: readonly SampleRecord[];
  readonly models: readonly SampleRecord[];
} = { version: 1, products, nfts, characters, models };
