import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import type { Nft } from '../../client/index.ts';
import { languageOf } from '../../ui/language.ts';
import { fill } from '../../ui/strings.ts';
import { nftTexts, type GalleryOverrides, type NftStrings } from './nft.strings.ts';
import { nftFacts, nftStage, type DetailsView } from './nft-details.ts';
import { dialogStyles } from './nft-dialog.styles.ts';
import { closeIcon, nextIcon, previousIcon } from './nft.icons.ts';

interface DialogOptions {
  /** The NFTs that previous and next go through. */
  readonly matches: () => readonly Nft[];
  /** Every NFT that is known, for references to masters and collections. */
  readonly all: () => readonly Nft[];
  /** Asks for another NFT to be shown. */
  readonly open: (nft: Nft) => void;
  /** The visitor has closed it while it showed this one. */
  readonly closed: (nft: Nft) => void;
}

/** A player that is only taken off the page would play on and keep its download. */
const unload = (media: HTMLMediaElement): void => {
  media.pause();
  media.removeAttribute('src');
  media.load();
};

/** The dialog with an NFT's details: a native one, so that Esc and the focus trap are the browser's. */
export class NftDialog implements ReactiveController {
  readonly #host: LitElement;
  readonly #options: DialogOptions;
  #nft: Nft | undefined;
  #playing = false;
  #attempt = 0;
  #pressedBackdrop = false;

  constructor(host: LitElement, options: DialogOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
    const sheet = dialogStyles.styleSheet;
    if (sheet) host.shadowRoot?.adoptedStyleSheets.push(sheet);
  }

  hostDisconnected(): void {
    this.#set(undefined);
    // The browser has closed it already; `close()` would tell so later, perhaps of the next one.
    this.#element?.removeAttribute('open');
  }

  /** Shows an NFT, in place of the one before. */
  show(nft: Nft): void {
    // The gallery may have gone while this was on its way.
    if (!this.#host.isConnected) return;
    this.#set(nft);
    void this.#host.updateComplete.then(() => {
      const dialog = this.#element;
      if (!this.#nft || !dialog?.isConnected) return;
      if (!dialog.open) dialog.showModal();
      dialog.scrollTo({ top: 0 });
      // A link to a collection is gone with the NFT that it stood in.
      if (!dialog.matches(':focus-within'))
        dialog.querySelector<HTMLElement>('[autofocus]')?.focus();
    });
  }

  get #element(): HTMLDialogElement | null {
    return this.#host.renderRoot.querySelector('dialog');
  }

  #set(nft: Nft | undefined): void {
    this.#element?.querySelectorAll<HTMLMediaElement>('video, audio').forEach(unload);
    this.#nft = nft;
    this.#playing = false;
    this.#attempt = 0;
    this.#host.requestUpdate();
  }

  #step(by: number): void {
    const matches = this.#options.matches();
    const index = this.#nft ? matches.indexOf(this.#nft) : -1;
    const next = index < 0 ? undefined : matches[index + by];
    if (next) this.#options.open(next);
  }

  readonly #play = (): void => {
    this.#playing = true;
    this.#host.requestUpdate();
    // The button that was pressed is gone; whoever pressed it by key goes on at the player.
    void this.#host.updateComplete.then(() => {
      this.#element?.querySelector<HTMLElement>('.player')?.focus();
    });
  };

  readonly #retry = (): void => {
    this.#attempt += 1;
    this.#host.requestUpdate();
  };

  readonly #closed = (): void => {
    const nft = this.#nft;
    this.#set(undefined);
    if (nft) this.#options.closed(nft);
  };

  readonly #pressed = (event: Event): void => {
    this.#pressedBackdrop = event.target === event.currentTarget;
  };

  /** Only a press that began on the backdrop closes: text may be selected beyond the edge. */
  readonly #clicked = (event: Event): void => {
    if (this.#pressedBackdrop && event.target === event.currentTarget) this.#element?.close();
  };

  readonly #keyed = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // A player takes arrows for seeking.
    if (event.target instanceof HTMLMediaElement || !this.#element) return;
    event.preventDefault();
    this.#step(getComputedStyle(this.#element).direction === 'rtl' ? -step : step);
  };

  render(overrides: GalleryOverrides, gateways: DetailsView['gateways']): TemplateResult {
    return html`
      <dialog
        part="dialog"
        aria-labelledby="title"
        @close=${this.#closed}
        @pointerdown=${this.#pressed}
        @click=${this.#clicked}
        @keydown=${this.#keyed}
      >
        ${this.#nft ? this.#content(this.#nft, nftTexts(overrides), gateways) : nothing}
      </dialog>
    `;
  }

  #content(nft: Nft, strings: NftStrings, gateways: DetailsView['gateways']): TemplateResult {
    const view = {
      strings,
      gateways,
      locale: languageOf(this.#host),
      playing: this.#playing,
      play: this.#play,
      attempt: this.#attempt,
      retry: this.#retry,
      find: (id: string | undefined) => this.#options.all().find((it) => it.id === id),
      show: this.#options.open,
    };
    return html`
      <div class="sheet">
        <div class="bar">
          ${this.#pager(nft, strings)}
          <button
            class="button plain"
            part="close"
            type="button"
            autofocus
            aria-label=${strings.close}
            @click=${() => this.#element?.close()}
          >
            ${closeIcon}
          </button>
        </div>
        <div class="details">${nftStage(nft, view)} ${nftFacts(nft, view)}</div>
      </div>
    `;
  }

  #pager(nft: Nft, strings: NftStrings): TemplateResult | typeof nothing {
    const matches = this.#options.matches();
    const index = matches.indexOf(nft);
    if (index < 0 || matches.length < 2) return nothing;
    // Not `disabled`: at the end of the row the focus would be lost.
    const button = (by: number, label: string, icon: TemplateResult) => html`
      <button
        class="button plain turn"
        type="button"
        aria-label=${label}
        aria-disabled=${matches[index + by] ? nothing : 'true'}
        @click=${() => this.#step(by)}
      >
        ${icon}
      </button>
    `;
    return html`
      ${button(-1, strings.previous, previousIcon)} ${button(1, strings.next, nextIcon)}
      <p class="position" role="status">
        <span class="visually-hidden">${nft.name || strings.untitled}, </span>
        <bdi>${fill(strings.position, { number: index + 1, count: matches.length })}</bdi>
      </p>
    `;
  }
}
