import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Connection } from './connection.ts';
import { FaeErrorEvent, FaeReadyEvent } from './events.ts';
import { failureOf, type Failure } from './failure.ts';

export type ElementState = 'idle' | 'loading' | 'ready' | 'empty' | 'error' | 'offline';

interface LoadHost extends ReactiveControllerHost, HTMLElement {
  state: ElementState;
}

/** Plain values, which are compared by what they say. */
type LoadKey = readonly (string | number | boolean | undefined)[];

interface LoadOptions<Key extends LoadKey, Value> {
  /** What the load depends on. A change starts a new load; `undefined` means there is nothing to load yet. */
  readonly key: () => Key | undefined;
  /** A later load aborts this one's signal, and so does leaving the document. */
  readonly load: (key: Key, signal: AbortSignal) => Promise<Value>;
  readonly isEmpty?: (value: Value) => boolean;
}

/**
 * Loads what an element shows and keeps the element's `state`: loads again when what it depends on
 * changes, forgets stale answers, tells the page by `fae-ready` and `fae-error`, and starts anew by
 * itself when the browser is back online.
 */
export class LoadController<Key extends LoadKey, Value> implements ReactiveController {
  /** The last value that was loaded for the present key. */
  value: Value | undefined;
  failure: Failure | undefined;

  readonly #host: LoadHost;
  readonly #options: LoadOptions<Key, Value>;
  #key: Key | undefined;
  #run: AbortController | undefined;

  constructor(host: LoadHost, options: LoadOptions<Key, Value>) {
    this.#host = host;
    this.#options = options;
    new Connection(host, (signal) => {
      const resume = () => {
        if (host.state === 'offline') this.retry();
      };
      window.addEventListener('online', resume, { signal });
      signal.addEventListener('abort', () => this.#leave());
      host.requestUpdate();
    });
    host.addController(this);
  }

  hostUpdate(): void {
    const key = this.#options.key();
    const isSame = JSON.stringify(key) === JSON.stringify(this.#key);
    if (!this.#host.isConnected || isSame) return;
    this.#key = key;
    this.value = undefined;
    this.#start();
  }

  /** Loads once more what the element depends on. */
  retry(): void {
    this.#start();
    this.#host.requestUpdate();
  }

  /** A load that was cut off is taken up again at the next stay. */
  #leave(): void {
    this.#run?.abort();
    this.#run = undefined;
    if (this.#host.state !== 'loading') return;
    this.#key = undefined;
    this.#host.state = 'idle';
  }

  #start(): void {
    this.#run?.abort();
    this.#run = undefined;
    this.failure = undefined;
    const key = this.#key;
    if (!key) {
      this.#host.state = 'idle';
      return;
    }
    this.#host.state = 'loading';
    const run = new AbortController();
    this.#run = run;
    const { signal } = run;
    // A microtask later, so that a synchronous throw of `load` is a failure like any other.
    Promise.resolve()
      .then(() => this.#options.load(key, signal))
      .then(
        (value) => {
          if (this.#run !== run) return;
          this.value = value;
          this.#host.state = this.#options.isEmpty?.(value) ? 'empty' : 'ready';
          this.#tellAfterUpdate(new FaeReadyEvent());
        },
        (error: unknown) => {
          if (this.#run !== run || signal.aborted) return;
          this.failure = failureOf(error);
          const offline = this.failure.code === 'network' && !navigator.onLine;
          this.#host.state = offline ? 'offline' : 'error';
          this.#tellAfterUpdate(new FaeErrorEvent(this.failure));
        },
      );
  }

  #tellAfterUpdate(event: Event): void {
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => this.#host.dispatchEvent(event));
  }
}
