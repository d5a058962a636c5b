import type { Failure } from './failure.ts';

/** The element shows what it is for, or that there is nothing to show. */
export class FaeReadyEvent extends Event {
  constructor() {
    super('fae-ready', { bubbles: true, composed: true });
  }
}

/** The element could not load what it is for; its fallback content is shown. */
export class FaeErrorEvent extends Event implements Failure {
  declare readonly code: string;
  declare readonly message: string;
  declare readonly retryable: boolean;
  constructor(failure: Failure) {
    super('fae-error', { bubbles: true, composed: true });
    this.code = failure.code;
    this.message = failure.message;
    this.retryable = failure.retryable;
  }
}

declare global {
  interface HTMLElementEventMap {
    'fae-ready': FaeReadyEvent;
    'fae-error': FaeErrorEvent;
  }
}
