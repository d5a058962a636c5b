import { FaeNftGalleryElement } from '../elements/nft-gallery/nft-gallery-element.ts';
import { define } from './define.ts';

export type * from '../elements/nft-gallery/nft-gallery.events.ts';

define('fae-nft-gallery', FaeNftGalleryElement);

declare global {
  interface HTMLElementTagNameMap {
    'fae-nft-gallery': FaeNftGalleryElement;
  }
}
