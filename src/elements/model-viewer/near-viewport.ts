import type { LitElement, ReactiveController } from 'lit';

/** How far from the visible part of the page something is near, as a root margin. */
const reach = '300px';

/** Tells once that the element has come near what the visitor sees; true from then on. */
export class NearViewport implements ReactiveController {
  readonly #host: LitElement;
  #observer: IntersectionObserver | undefined;
  #near = false;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  get near(): boolean {
    return this.#near;
  }

  hostConnected(): void {
    if (this.#near) return;
    this.#observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((it) => it.isIntersecting)) return;
        this.#near = true;
        this.hostDisconnected();
        this.#host.requestUpdate();
      },
      { rootMargin: reach },
    );
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#observer = undefined;
  }
}
