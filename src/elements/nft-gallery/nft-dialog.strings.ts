import { galleryStrings } from './nft-gallery.strings.ts';

/** The dialog's texts, beside the gallery's. */
export const dialogStrings = {
  ...galleryStrings,
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

export type DialogStrings = typeof dialogStrings;
