import * as v from 'valibot';
import {
  nonEmpty,
  objectId,
  open,
  ours,
  params,
  recordFields,
  success,
} from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import type * as nfts from './nfts.operations.ts';

const kind = v.picklist(['master', 'edition', 'collection']);

const trait = v.object({ name: v.string(), value: v.union([v.string(), v.number(), v.boolean()]) });

export const nft = v.looseObject({
  ...recordFields,
  name: v.optional(v.string()),
  description: v.optional(v.string()),
  /** Addresses may be `https:`, `ipfs:`, `ar:` or `data:`. */
  image: v.optional(v.string()),
  animation: v.optional(v.string()),
  nftKind: v.optional(kind),
  /** Id of the collection that the NFT belongs to. */
  collection: v.optional(v.string()),
  /** Id of the master that an edition was minted from. */
  master: v.optional(v.string()),
  editionNumber: v.optional(v.number()),
  editionCount: v.optional(v.number()),
  traits: v.optional(v.array(trait)),
  public: v.optional(v.boolean()),
  chain: v.optional(v.string()),
  contract: v.optional(v.string()),
  tokenId: v.optional(v.string()),
});

const writable = {
  nftKind: v.optional(kind),
  public: v.optional(v.boolean()),
  master: v.optional(v.pipe(objectId, v.metadata(ours))),
};

export const nftsSchemas = {
  listPublic: { answer: v.array(nft) },
  list: { query: v.object({ collection: v.optional(v.string()) }), answer: v.array(nft) },
  create: {
    body: open({
      name: nonEmpty,
      ...writable,
      mintCount: v.optional(
        v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000, 'must be 1 to 1,000')),
      ),
    }),
    answer: v.looseObject({ ...nft.entries, editions: v.optional(v.array(v.string())) }),
  },
  update: {
    params: params.id,
    body: open({ name: v.optional(nonEmpty), ...writable }),
    answer: nft,
  },
  delete: { params: params.id, answer: success },
} satisfies SchemasOf<typeof nfts>;
