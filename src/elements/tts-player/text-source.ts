import type { ReactiveControllerHost } from 'lit';
import { Connection } from '../../ui/connection.ts';
import { languageOf } from '../../ui/language.ts';
import { plainText } from './plain-text.ts';
import { readableText } from './readable-text.ts';

interface TextHost extends ReactiveControllerHost, HTMLElement {
  readonly text: string | undefined;
  readonly for: string | undefined;
}

/**
 * The text to read: the host's own, else that of the element it names. Such an element is followed
 * when it changes or another one takes its id, and waited for when it is not there yet.
 */
export class TextSource {
  readonly #host: TextHost;
  #observer: MutationObserver | undefined;
  #settings: readonly [string | undefined, string | undefined] | undefined;
  /** The element that the host named when the text was read. */
  #target: Element | null = null;
  #text: string | undefined;
  #language: string | undefined;

  constructor(host: TextHost) {
    this.#host = host;
    new Connection(host, (signal) => {
      this.#settings = undefined;
      this.#observer = new MutationObserver((changes) => {
        const isSame = this.#find() === this.#target;
        if (isSame && !changes.some(({ target }) => this.#target?.contains(target))) return;
        this.#settings = undefined;
        host.requestUpdate();
      });
      signal.addEventListener('abort', () => this.#observer?.disconnect());
      document.addEventListener('DOMContentLoaded', () => host.requestUpdate(), { signal });
    });
  }

  /** Of the text that was read last; BCP 47. */
  get language(): string | undefined {
    return this.#language;
  }

  /** The text as it is now; `undefined` where the page has no element with that id. */
  read(): string | undefined {
    const { text, for: id } = this.#host;
    const before = this.#settings;
    if (before && before[0] === text && before[1] === id) return this.#text;
    this.#settings = [text, id];
    this.#observer?.disconnect();
    this.#language = languageOf(this.#host);
    this.#text = text || !id ? plainText(text ?? '') : this.#namedText();
    return this.#text;
  }

  #find(): Element | null {
    const root = this.#host.getRootNode();
    const isTree = root instanceof Document || root instanceof ShadowRoot;
    return isTree ? root.getElementById(this.#host.for ?? '') : null;
  }

  #namedText(): string | undefined {
    const target = this.#find();
    this.#target = target;
    this.#observer?.observe(this.#host.getRootNode(), {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ['id'],
    });
    if (!target) return undefined;
    this.#language = languageOf(target);
    this.#observer?.observe(target, { childList: true, subtree: true, characterData: true });
    return plainText(readableText(target));
  }
}
