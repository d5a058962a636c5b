import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * One AbortSignal per stay in the document: whatever is started under it ends with it. Moving the
 * element within the document is not leaving.
 */
export class Connection implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #begin: ((signal: AbortSignal) => void) | undefined;
  #controller: AbortController | undefined;

  /** `begin` is called at the start of every stay. */
  constructor(host: ReactiveControllerHost & Element, begin?: (signal: AbortSignal) => void) {
    this.#host = host;
    this.#begin = begin;
    host.addController(this);
  }

  /** Aborted while the element is not in a document. */
  get signal(): AbortSignal {
    return this.#controller?.signal ?? AbortSignal.abort();
  }

  hostConnected(): void {
    if (this.#controller) return;
    this.#controller = new AbortController();
    this.#begin?.(this.#controller.signal);
  }

  hostDisconnected(): void {
    queueMicrotask(() => {
      if (this.#host.isConnected) return;
      this.#controller?.abort();
      this.#controller = undefined;
    });
  }
}
