import { copyTemplate, makeApp, type Making } from './apps/new-app.ts';
import { readyAgent } from './agents/ready-agent.ts';
import { findAgent } from './store/agents.ts';
import { insertBot } from './store/bots.ts';
import { insertCharacter } from './store/characters.ts';
import { insertMedium } from './store/media.ts';
import { insertNft } from './store/nfts.ts';
import { insertOpenRecord } from './store/open-records.ts';
import { insertProduct } from './store/products.ts';
import { findRecord, type Fields, type Given } from './store/records.ts';
import type { Store } from './store/store.ts';
import type { Resource } from './store/tables.ts';
import type { MediaKind } from './store/tables/content.ts';
import { hasToken, insertToken } from './store/tokens.ts';

/** Writes a record, in a transaction, once all that lies outside the database has been done. */
type Write = (store: Store, given: Given) => Promise<unknown>;

/** Where records go, beside a workspace. */
export interface SeedPlaces extends Making {
  /** Of the Fleek API. */
  readonly project: string;
}

interface SeedKind {
  readonly has: (store: Store, workspace: string, id: string) => Promise<boolean>;
  readonly prepare: (places: SeedPlaces, workspace: string, fields: Fields) => Promise<Write>;
}

const isIn =
  (table: Resource): SeedKind['has'] =>
  async (store, workspace, id) =>
    (await findRecord(store, table, workspace, id)) !== undefined;

const records = (
  table: Resource,
  insert: (store: Store, workspace: string, fields: Fields, given: Given) => Promise<unknown>,
): SeedKind => ({
  has: isIn(table),
  prepare: async (_, workspace, fields) => (store, given) =>
    insert(store, workspace, fields, given),
});

const media = (kind: MediaKind): SeedKind =>
  records('media', (store, ...rest) => insertMedium(store, kind, ...rest));

const openRecords = (table: 'stories' | 'scenes'): SeedKind =>
  records(table, (store, ...rest) => insertOpenRecord(store, table, ...rest));

const apps: SeedKind = {
  has: isIn('apps'),
  prepare: async (making, workspace, fields) => {
    const { name, templateId } = fields as { readonly name: string; readonly templateId: string };
    const files = (await copyTemplate(making, workspace, { name, templateId })) ?? [];
    return (store, given) => makeApp(store, making.blobs, workspace, { fields, files }, given);
  },
};

const agents: SeedKind = {
  has: async (store, _, id) => (await findAgent(store, id)) !== undefined,
  prepare:
    async ({ project }, _, fields) =>
    (store, given) =>
      readyAgent(store, project, fields, given),
};

/** The kinds of records that a sample has, in the order in which they are made. */
export const seedKinds = {
  products: records('products', insertProduct),
  nfts: records('nfts', insertNft),
  characters: records('characters', insertCharacter),
  images: media('images'),
  videos: media('videos'),
  audios: media('audios'),
  documents: media('documents'),
  models: media('models'),
  stories: openRecords('stories'),
  scenes: openRecords('scenes'),
  tokens: {
    has: (store, _, id) => hasToken(store, id),
    prepare: async (_, __, fields) => (store, given) => insertToken(store, fields, given),
  },
  apps,
  bots: records('bots', insertBot),
  agents,
} as const satisfies Record<string, SeedKind>;

export type Kind = keyof typeof seedKinds;
