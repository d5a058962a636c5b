import { adoptStyles, type CSSResult, type LitElement } from 'lit';
import type * as launcher from './launcher.ts';
import type * as markdown from './markdown.ts';

/** What not every chat needs, or not before the first message. Its styles come with it. */
export class LazyParts {
  launcher: typeof launcher | undefined;
  /** Without it, replies are plain text. */
  markdown: typeof markdown | undefined;

  readonly #host: LitElement;
  readonly #styles: Set<CSSResult>;

  /** `styles` are those that the host has from the beginning. */
  constructor(host: LitElement, styles: readonly CSSResult[]) {
    this.#host = host;
    this.#styles = new Set(styles);
  }

  needLauncher(): void {
    if (this.launcher) return;
    const loaded = (part: typeof launcher) => {
      if (!this.launcher) part.followVisualViewport(this.#host);
      this.launcher = part;
      return part.launcherStyles;
    };
    this.#adopt(import('./launcher.ts').then(loaded));
  }

  needMarkdown(): void {
    if (this.markdown) return;
    this.#adopt(import('./markdown.ts').then((it) => (this.markdown = it).proseStyles));
  }

  #adopt(part: Promise<CSSResult>): void {
    part.then(
      (styles) => {
        this.#styles.add(styles);
        if (this.#host.shadowRoot) adoptStyles(this.#host.shadowRoot, [...this.#styles]);
        this.#host.requestUpdate();
      },
      (error: unknown) => {
        console.warn('fae-widgets: a part of <fae-character-chat> could not be loaded.', error);
      },
    );
  }
}
