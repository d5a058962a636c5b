import { commonStrings, fill } from '../../ui/strings.ts';

/** The texts around the cards; `{…}` are places that are filled in. */
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
};

export type GalleryStrings = typeof galleryStrings;

/** How many NFTs are shown, and of how many where a search leaves some out. */
export const countText = (count: number, total: number, strings: GalleryStrings): string => {
  if (count < total) return fill(strings.countMatches, { count, total });
  return count === 1 ? strings.countOne : fill(strings.countMany, { count });
};
