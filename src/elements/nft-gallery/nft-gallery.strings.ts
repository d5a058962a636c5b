import type { Nft } from '../../client/index.ts';
import { commonStrings, fill } from '../../ui/strings.ts';

/** The gallery's texts; `{…}` are places that are filled in. */
export const galleryStrings = {
  ...commonStrings,
  empty: 'There are no NFTs here yet.',
  search: 'Search NFTs',
  clear: 'Clear search',
  noMatch: 'Nothing matches “{query}”.',
  countOne: '1 NFT',
  countMany: '{count} NFTs',
  countMatches: '{count} of {total} NFTs',
  sort: 'Sort by',
  newest: 'Newest',
  oldest: 'Oldest',
  name: 'Name',
  edition: 'Edition number',
  more: 'Show more',
  untitled: 'Untitled',
  kindMaster: 'Master',
  kindMasterOne: 'Master · 1 edition',
  kindMasterOf: 'Master · {count} editions',
  kindEdition: 'Edition',
  kindEditionNumber: 'Edition {number}',
  kindEditionOf: 'Edition {number}/{count}',
  kindCollection: 'Collection',
};

export type GalleryStrings = typeof galleryStrings;

/** What an NFT is: "Master · 12 editions", "Edition 3/12", "Collection"; as far as is known. */
export const kindText = (nft: Nft, strings: GalleryStrings): string | undefined => {
  const { nftKind, editionNumber: number, editionCount: count } = nft;
  if (nftKind === 'collection') return strings.kindCollection;
  if (nftKind === 'master') {
    if (count === undefined) return strings.kindMaster;
    return count === 1 ? strings.kindMasterOne : fill(strings.kindMasterOf, { count });
  }
  if (nftKind !== 'edition') return undefined;
  if (number === undefined) return strings.kindEdition;
  return count === undefined
    ? fill(strings.kindEditionNumber, { number })
    : fill(strings.kindEditionOf, { number, count });
};

/** How many NFTs are shown, and of how many where a search leaves some out. */
export const countText = (count: number, total: number, strings: GalleryStrings): string => {
  if (count < total) return fill(strings.countMatches, { count, total });
  return count === 1 ? strings.countOne : fill(strings.countMany, { count });
};
