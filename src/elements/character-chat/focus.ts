import type { LitElement, ReactiveController } from 'lit';

/** Moves the focus to the first of these parts that the element has, once it is drawn. */
export const focusOn = (element: LitElement, ...selectors: string[]): void => {
  void element.updateComplete.then(() => {
    const root = element.renderRoot;
    const parts = selectors.map((it) => root.querySelector<HTMLElement>(it));
    parts.find((it) => it !== null)?.focus({ preventScroll: true });
  });
};

/** To the composer, except where that would bring up a keyboard that nobody asked for. */
export const focusInside = (element: LitElement): void => {
  const first = matchMedia('(pointer: coarse)').matches ? '.log' : 'textarea';
  focusOn(element, first, '[part="retry"]', '[data-action="close"]');
};

/**
 * Keeps the focus inside when the part that has it goes: a composer whose character could not be
 * loaded, say. Otherwise it would fall back to the page, out of reach of the panel's keys.
 */
export class FocusKeeper implements ReactiveController {
  readonly #host: LitElement;
  #focused: Element | null = null;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#focused = this.#host.shadowRoot?.activeElement ?? null;
  }

  hostUpdated(): void {
    if (this.#focused && !this.#focused.isConnected) focusInside(this.#host);
  }
}
