import { html, nothing, type TemplateResult } from 'lit';
import type { Nft } from '../../client/index.ts';
import { animationKind } from './animation.ts';
import { mediaSource } from './media-source.ts';
import { kindText, nftTexts, type GalleryOverrides } from './nft.strings.ts';
import { imageIcon, playIcon } from './nft.icons.ts';

/** What a card needs beside its NFT. */
export interface CardView {
  readonly overrides: GalleryOverrides;
  /** The `gateways` attribute. */
  readonly gateways: string | null | undefined;
  readonly open: (nft: Nft) => void;
}

/** One NFT in the grid: a heading whose button covers the whole card. */
export const nftCard = (nft: Nft, view: CardView): TemplateResult => {
  const { overrides, gateways, open } = view;
  const strings = nftTexts(overrides);
  const image = html`
    <img
      class="image"
      alt=""
      loading="lazy"
      decoding="async"
      draggable="false"
      ${mediaSource(nft.image ?? '', gateways)}
    />
  `;
  const moving = html`<span class="moving">${playIcon}</span>`;
  return html`
    <li class="item">
      <div class="card" part="card">
        <div class="picture" part="image">
          ${nft.image ? image : nothing}
          <span class="no-image">${imageIcon}</span>
          ${animationKind(nft.animation) ? moving : nothing}
        </div>
        <div class="caption">
          <h3 part="name">
            <button class="open" type="button" aria-haspopup="dialog" @click=${() => open(nft)}>
              <span class="name"><bdi>${nft.name || strings.untitled}</bdi></span>
            </button>
          </h3>
          <p class="kind" part="kind"><bdi>${kindText(nft, strings)}</bdi></p>
        </div>
      </div>
    </li>
  `;
};
