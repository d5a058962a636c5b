import type { Nft } from '../../client/index.ts';

/** An NFT's details are about to be shown. Cancel it to show something of your own instead. */
export class FaeNftGalleryOpenEvent extends Event {
  static readonly type = 'fae-nft-gallery-open';
  readonly nft: Nft;
  constructor(nft: Nft) {
    super(FaeNftGalleryOpenEvent.type, { bubbles: true, composed: true, cancelable: true });
    this.nft = nft;
  }
}

declare global {
  interface HTMLElementEventMap {
    'fae-nft-gallery-open': FaeNftGalleryOpenEvent;
  }
}
