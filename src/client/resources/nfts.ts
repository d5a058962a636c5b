import type { Schemas } from '../../api/all.schemas.ts';
import { listPublic } from '../../api/fae/nfts.operations.ts';
import { listPublic as read } from '../../api/fae/nfts.read.ts';
import { method } from '../method.ts';
import type { Target } from '../transport.ts';

/** What a page may ask of NFTs. */
export const nfts = (target: Target) => ({
  listPublic: method<Schemas['nfts']['listPublic']>(target, listPublic, read),
});
