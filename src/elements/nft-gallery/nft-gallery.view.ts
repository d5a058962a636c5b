import { html, nothing, type TemplateResult } from 'lit';
import type { Nft } from '../../client/index.ts';
import { failureView } from '../../ui/failure-view.ts';
import type { Failure } from '../../ui/failure.ts';
import type { ElementState } from '../../ui/load-controller.ts';
import { fill } from '../../ui/strings.ts';
import type { CardView, nftCard } from './nft-card.ts';
import { nftSorts, type NftSort } from './nft-gallery.ts';
import { countText, type GalleryStrings } from './nft-gallery.strings.ts';

const searchIcon = html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d="M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14m5 12 4.5 4.5"></path>
  </svg>
`;

interface GalleryView extends CardView {
  readonly state: ElementState;
  readonly failure: Failure | undefined;
  readonly strings: GalleryStrings;
  /** Draws a card; there as soon as there are NFTs. */
  readonly card: typeof nftCard | undefined;
  readonly matches: readonly Nft[];
  /** How many NFTs there are without the search. */
  readonly total: number;
  /** How many cards are shown at most; as many skeletons stand for them while they load. */
  readonly shown: number;
  readonly query: string;
  readonly sort: NftSort;
  /** Somebody may open one soon. */
  readonly prepare: () => Promise<void>;
  readonly filter: (change: { readonly query?: string; readonly sort?: string }) => void;
  readonly more: () => void;
  readonly retry: () => void;
}

/** Toolbar and grid, or what stands in their place. */
export const galleryView = (view: GalleryView): TemplateResult => html`
  <div class="gallery">
    <p class="visually-hidden" role="status">${announcement(view)}</p>
    ${body(view)}
  </div>
`;

/** Said once by a screen reader at each change; a failure has an alert of its own. */
const announcement = ({ state, strings, matches, total }: GalleryView): string => {
  if (state === 'ready') return countText(matches.length, total, strings);
  return state === 'loading' || state === 'empty' ? strings[state] : '';
};

const body = (view: GalleryView): TemplateResult => {
  const { state, failure, strings, retry, matches } = view;
  if (state === 'error' || state === 'offline') {
    return failureView({ failure, state, strings, retry });
  }
  if (state === 'empty') {
    return html`<slot name="empty">${blank(strings.empty)}</slot>`;
  }
  const found = () => (matches.length ? cards(view) : noMatch(view));
  return html`${toolbar(view)} ${state === 'ready' ? found() : skeleton(view.shown)}`;
};

const toolbar = ({ state, strings, matches, total, query, sort, filter }: GalleryView) => html`
  <div class="toolbar" part="toolbar">
    <div class="field search" role="search">
      ${searchIcon}
      <input
        class="button control"
        part="search"
        type="search"
        autocomplete="off"
        spellcheck="false"
        enterkeyhint="search"
        placeholder=${strings.search}
        aria-label=${strings.search}
        .value=${query}
        @input=${({ target }: Event) => {
          if (target instanceof HTMLInputElement) filter({ query: target.value });
        }}
      />
    </div>
    <p class="count" aria-hidden="true">
      <bdi>${state === 'ready' ? countText(matches.length, total, strings) : nothing}</bdi>
    </p>
    <label class="field sort">
      <span class="label">${strings.sort}</span>
      <select
        class="button control"
        part="sort"
        @change=${({ target }: Event) => {
          if (target instanceof HTMLSelectElement) filter({ sort: target.value });
        }}
      >
        ${nftSorts.map(
          (it) => html`<option value=${it} .selected=${it === sort}>${strings[it]}</option>`,
        )}
      </select>
    </label>
  </div>
`;

const cards = (view: GalleryView): TemplateResult => {
  const { matches, shown, strings, card, prepare, more } = view;
  const rest = html`
    <div class="rest">
      <button class="button" part="more" type="button" @click=${more}>${strings.more}</button>
    </div>
  `;
  return html`
    <ul class="grid" part="grid" role="list" @pointerenter=${prepare} @focusin=${prepare}>
      ${matches.slice(0, shown).map((nft) => card?.(nft, view))}
    </ul>
    ${matches.length > shown ? rest : nothing}
  `;
};

/** What stands in a card's place while the NFTs load. */
const cardSkeleton = () => html`
  <li class="item">
    <div class="card">
      <div class="picture skeleton"></div>
      <div class="caption">
        <p><span class="line skeleton"></span></p>
        <p class="kind"><span class="line skeleton"></span></p>
      </div>
    </div>
  </li>
`;

const skeleton = (length: number) => html`
  <ul class="grid" part="grid" aria-hidden="true">
    ${Array.from({ length: Math.min(length, 60) }, cardSkeleton)}
  </ul>
  <div class="rest"></div>
`;

const blank = (text: string, icon: unknown = nothing, action: unknown = nothing) => html`
  <div class="blank" part="empty">
    ${icon}
    <p>${text}</p>
    ${action}
  </div>
`;

const noMatch = ({ strings, query, filter }: GalleryView) => {
  const clear = ({ currentTarget }: Event) => {
    filter({ query: '' });
    // The button goes with the note it stands in.
    if (!(currentTarget instanceof Element)) return;
    currentTarget.closest('.gallery')?.querySelector<HTMLElement>('[type="search"]')?.focus();
  };
  const button = html`
    <button class="button" type="button" @click=${clear}>${strings.clear}</button>
  `;
  return blank(fill(strings.noMatch, { query }), searchIcon, button);
};
