import type { Nft } from '../../client/index.ts';
import { commonStrings, fill } from '../../ui/strings.ts';
import type { GalleryStrings } from './nft-gallery.strings.ts';

/** The texts on cards and in the dialog; `{…}` are places that are filled in. */
const nftStrings = {
  retry: commonStrings.retry,
  untitled: 'Untitled',
  kindMaster: 'Master',
  kindMasterOne: 'Master · 1 edition',
  kindMasterOf: 'Master · {count} editions',
  kindEdition: 'Edition',
  kindEditionNumber: 'Edition {number}',
  kindEditionOf: 'Edition {number}/{count}',
  kindCollection: 'Collection',
  close: 'Close',
  previous: 'Previous',
  next: 'Next',
  position: '{number} of {count}',
  playVideo: 'Play video',
  playAudio: 'Play audio',
  playAnimation: 'Play animation',
  mediaFailed: 'This file could not be loaded.',
  traits: 'Traits',
  details: 'Details',
  yes: 'Yes',
  no: 'No',
  collectionLabel: 'Collection',
  masterLabel: 'Master',
  chain: 'Blockchain',
  contract: 'Contract',
  tokenId: 'Token ID',
  created: 'Created',
};

export type NftStrings = typeof nftStrings;

/** What the owner may put in place of the gallery's texts. */
export type GalleryOverrides = Partial<GalleryStrings & NftStrings> | undefined;

/** The texts with the owner's overrides on top. */
export const nftTexts = (overrides: GalleryOverrides): NftStrings => ({
  ...nftStrings,
  ...overrides,
});

/** What an NFT is: "Master · 12 editions", "Edition 3/12", "Collection"; as far as is known. */
export const kindText = (nft: Nft, strings: NftStrings): string | undefined => {
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
