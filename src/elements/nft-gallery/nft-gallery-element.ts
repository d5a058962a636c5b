import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Nft } from '../../client/index.ts';
import { nfts } from '../../client/resources/nfts.ts';
import { resolveEndpoint } from '../../ui/endpoint.ts';
import { jsonAttribute } from '../../ui/json-attribute.ts';
import { LoadController, type ElementState } from '../../ui/load-controller.ts';
import { mergeStrings } from '../../ui/strings.ts';
import { buttons } from '../../ui/buttons.styles.ts';
import { raised } from '../../ui/raised.styles.ts';
import { states } from '../../ui/states.styles.ts';
import { tokens } from '../../ui/tokens.styles.ts';
import { visuallyHidden } from '../../ui/visually-hidden.styles.ts';
import { latest } from './latest.ts';
import type { NftDialog } from './nft-dialog.ts';
import { FaeNftGalleryOpenEvent } from './nft-gallery.events.ts';
import { galleryStrings, type GalleryStrings } from './nft-gallery.strings.ts';
import { galleryStyles } from './nft-gallery.styles.ts';
import { atLeastOne, published, select, sortOf } from './nft-gallery.ts';
import { galleryView } from './nft-gallery.view.ts';
import type { GalleryOverrides } from './nft.strings.ts';

const none: readonly Nft[] = [];

/**
 * The public NFTs of a workspace as a grid with search, order and a dialog for each one's details.
 *
 * Images come from `https:`, `data:`, `ipfs:` and `ar:` addresses; the latter two through
 * `gateways`, one after another until one answers. Videos and sound play in the dialog when the
 * visitor asks for them. Animations that run code (HTML) or need a renderer (GLB) are not played:
 * their image is shown.
 *
 * ```html
 * <fae-nft-gallery collection="64…" sort="name" page-size="12">Our NFTs: …</fae-nft-gallery>
 * ```
 *
 * @summary A gallery of NFTs.
 * @slot - Shown when the gallery cannot be loaded.
 * @slot empty - Shown instead of the note that there are no NFTs.
 * @event {FaeReadyEvent} fae-ready - The gallery is shown.
 * @event {FaeErrorEvent} fae-error - The gallery could not be loaded.
 * @event {FaeNftGalleryOpenEvent} fae-nft-gallery-open - Details are about to be shown; cancelable.
 * @csspart toolbar - Search, count and order.
 * @csspart search - The search field.
 * @csspart sort - The list of orders.
 * @csspart grid - The list of cards.
 * @csspart card - One NFT's button.
 * @csspart image - The square with an NFT's image.
 * @csspart name - An NFT's name on its card.
 * @csspart kind - Master, edition or collection on a card.
 * @csspart more - The button for more cards.
 * @csspart empty - The note that there is nothing, or nothing that matches.
 * @csspart dialog - The dialog with an NFT's details.
 * @csspart dialog-media - Image or player in the dialog.
 * @csspart play - The button that starts an animation.
 * @csspart close - The dialog's close button.
 * @csspart traits - The traits in the dialog.
 * @csspart provenance - Blockchain, contract and token id in the dialog.
 * @csspart error - The note that loading failed.
 * @csspart retry - The button that loads again.
 * @cssproperty --fae-nft-gallery-min-block-size - Height that is kept free from the start (24rem).
 * @cssproperty --fae-nft-gallery-min-card - Least width of a card where `columns` is not set (12rem).
 */
export class FaeNftGalleryElement extends LitElement {
  static override styles = [tokens, raised, buttons, states, visuallyHidden, galleryStyles];
  static override properties = {
    endpoint: {},
    collection: {},
    sort: { reflect: true, useDefault: true },
    columns: { type: Number },
    pageSize: { attribute: 'page-size', type: Number },
    gateways: {},
    strings: { ...jsonAttribute },
    state: { reflect: true },
  };

  /** Address of the proxy. */
  declare endpoint: string | null | undefined;
  /** Id of the one collection to show; chosen in the browser, without another request. */
  declare collection: string | null | undefined;
  /** `newest`, `oldest`, `name` or `edition`; follows what the visitor chooses. */
  declare sort: string;
  /** Number of columns; as many as fit when it is not set. */
  declare columns: number | null | undefined;
  /** How many cards are shown at first and added by "Show more"; 24 when it is not set. */
  declare pageSize: number | null | undefined;
  /**
   * Addresses for `ipfs:` (ending in `/ipfs/`) and `ar:`, separated by spaces or commas. Two public
   * ones for each when it is not set; none, and no images from there, when it is empty.
   */
  declare gateways: string | null | undefined;
  /** Texts in place of the English ones, by name. */
  declare strings: GalleryOverrides;
  /** How loading stands; to be read only. */
  declare state: ElementState;

  #query = '';
  #pages = 1;
  readonly #loader = new LoadController(this, {
    key: () => [this.endpoint ?? ''] as const,
    load: async ([endpoint], signal) => {
      const list = nfts({ base: resolveEndpoint(endpoint) }).listPublic({}, { signal });
      // What draws a card is needed once there is something to draw: it comes beside the data.
      const [all, { nftCard }] = await Promise.all([list, import('./nft-card.ts')]);
      return { all: published(all), card: nftCard };
    },
  });
  readonly #select = latest(select);
  #dialog: NftDialog | undefined;

  constructor() {
    super();
    this.sort = 'newest';
    this.state = 'idle';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('collection') || changed.has('sort') || changed.has('pageSize')) {
      this.#pages = 1;
    }
    if (this.state === 'ready' || this.state === 'empty') {
      this.state = this.#selection.total ? 'ready' : 'empty';
    }
  }

  protected override render(): TemplateResult {
    return html`
      ${galleryView({
        ...this.#selection,
        state: this.state,
        failure: this.#loader.failure,
        card: this.#loader.value?.card,
        strings: mergeStrings<GalleryStrings>(galleryStrings, this.strings),
        overrides: this.strings,
        gateways: this.gateways,
        query: this.#query,
        sort: sortOf(this.sort),
        shown: this.#shown,
        open: this.#open,
        prepare: this.#loadDialog,
        filter: this.#filter,
        more: () => this.#focusCard(this.#shown),
        retry: () => this.#loader.retry(),
      })}
      ${this.#dialog?.render(this.strings, this.gateways) ?? nothing}
    `;
  }

  protected override updated(): void {
    const grid = this.renderRoot.querySelector<HTMLElement>('.grid');
    const columns = atLeastOne(this.columns);
    grid?.toggleAttribute('data-fixed', columns !== undefined);
    // By CSSOM: a strict Content-Security-Policy forbids style attributes in markup.
    grid?.style.setProperty('--_columns', String(columns ?? ''));
  }

  get #all(): readonly Nft[] {
    return this.#loader.value?.all ?? none;
  }

  get #selection(): ReturnType<typeof select> {
    return this.#select(this.#all, this.collection, this.#query, sortOf(this.sort));
  }

  get #shown(): number {
    return this.#pages * (atLeastOne(this.pageSize) ?? 24);
  }

  readonly #open = (nft: Nft): void => {
    if (!this.dispatchEvent(new FaeNftGalleryOpenEvent(nft))) return;
    if (this.#dialog) this.#dialog.show(nft);
    else void this.#loadDialog().then(() => this.#dialog?.show(nft));
  };

  /** Most visitors only look at the grid: the dialog comes when somebody points at it. */
  readonly #loadDialog = async (): Promise<void> => {
    try {
      const { NftDialog } = await import('./nft-dialog.ts');
      this.#dialog ??= new NftDialog(this, {
        matches: () => this.#selection.matches,
        all: () => this.#all,
        open: this.#open,
        closed: (nft) => this.#focusCard(this.#selection.matches.indexOf(nft)),
      });
    } catch (error) {
      console.warn('fae-widgets: the gallery’s dialog could not be loaded.', error);
    }
  };

  readonly #filter = (change: { readonly query?: string; readonly sort?: string }): void => {
    this.#query = change.query ?? this.#query;
    this.sort = change.sort ?? this.sort;
    this.#pages = 1;
    this.requestUpdate();
  };

  /** Focuses the card at a place in the order, and has it rendered first where it is not yet. */
  #focusCard(index: number): void {
    while (index >= this.#shown) this.#pages += 1;
    this.requestUpdate();
    void this.updateComplete.then(() => {
      this.renderRoot.querySelectorAll<HTMLElement>('.open')[index]?.focus();
    });
  }
}
