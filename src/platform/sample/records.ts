import { agents } from './agents.ts';
import { apps } from './apps.ts';
import { bots } from './bots.ts';
import { characters } from './characters.ts';
import { audios, documents, images, videos } from './media.ts';
import { models } from './models.ts';
import { nfts } from './nfts.ts';
import { products } from './products.ts';
import type { SampleRecord } from './sample-record.ts';
import { scenes } from './scenes.ts';
import { stories } from './stories.ts';
import { tokens } from './tokens.ts';

export type { SampleFile, SampleRecord } from './sample-record.ts';

/**
 * The sample workspace: the Moonwort Observatory, an imagined studio under a glass dome that grows
 * plants which shine by night. Raise `version` with every change to the records.
 */
export const sample = {
  version: 1,
  products,
  nfts,
  characters,
  images,
  videos,
  audios,
  documents,
  models,
  stories,
  scenes,
  tokens,
  apps,
  bots,
  agents,
} as const satisfies { readonly version: number } & Record<
  string,
  number | readonly SampleRecord[]
>;
