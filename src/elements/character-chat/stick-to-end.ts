/** How near to the end, in pixels, still counts as being there: fractions of zoomed pixels. */
const tolerance = 16;
/** What stays free above a reply that is shown from its beginning. */
const margin = 12;

/**
 * Keeps a scrolled list at its end while new things come, but only as long as its reader is there.
 * Whoever scrolls up to read is never moved.
 */
export class StickToEnd {
  #scroller: HTMLElement | null = null;
  #end: AbortController | undefined;
  #pinned = true;
  #lastTop = 0;
  readonly #onChange: () => void;

  /** `onChange` is called when the reader leaves the end or comes back to it. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Whether the reader is at the end. */
  get pinned(): boolean {
    return this.#pinned;
  }

  /** Takes the scrolled element, whose only child grows; again and again, if need be. */
  attach(scroller: HTMLElement | null): void {
    if (scroller === this.#scroller) return;
    this.#end?.abort();
    this.#scroller = scroller;
    if (!scroller) return;
    this.#lastTop = 0;
    this.#pin(true);
    this.#end = new AbortController();
    const { signal } = this.#end;
    scroller.addEventListener('scroll', () => this.#look(), { passive: true, signal });
    // The list's own size counts too: a growing composer or an on-screen keyboard makes it shrink.
    const observer = new ResizeObserver(() => {
      // A reader may have moved in this very frame, before the event that tells of it.
      this.#look();
      this.#keep();
    });
    for (const it of [scroller, scroller.firstElementChild]) if (it) observer.observe(it);
    signal.addEventListener('abort', () => observer.disconnect());
  }

  /** Goes to the end, wherever the reader is. */
  toEnd(): void {
    this.#pin(true);
    this.#keep();
  }

  /**
   * Shows something new at the end to a reader who is there: from its beginning, if it is higher
   * than the list. Gives whether it did.
   */
  reveal(item: HTMLElement): boolean {
    if (!this.#pinned || !this.#scroller?.clientHeight) return false;
    this.#keep();
    if (item.offsetHeight + margin > this.#scroller.clientHeight) {
      this.#pin(false);
      this.#scroller.scrollTop = item.offsetTop - margin;
    }
    return true;
  }

  #keep(): void {
    if (!this.#pinned || !this.#scroller) return;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#lastTop = this.#scroller.scrollTop;
  }

  /** Finds out whether the reader has left the end, or has come back to it. */
  #look(): void {
    if (!this.#scroller) return;
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const movedUp = scrollTop < this.#lastTop;
    this.#lastTop = scrollTop;
    // A list that is not shown has no size and says nothing about its reader.
    if (clientHeight === 0) return;
    if (scrollHeight - clientHeight - scrollTop <= tolerance) this.#pin(true);
    else if (movedUp) this.#pin(false);
  }

  #pin(pinned: boolean): void {
    if (this.#pinned === pinned) return;
    this.#pinned = pinned;
    this.#onChange();
  }
}
