import { adoptStyles, type CSSResult, type LitElement } from 'lit';

/** What not every chat needs, or not before the first message. Its styles come with it. */
export class LazyParts {
  launcher: typeof import('./launcher.ts') | undefined;
  /** Without it, replies are plain text. */
  markdown: typeof import('./markdown.ts') | undefined;

  readonly #host: LitElement;
  readonly #styles: Set<CSSResult>;

  /** `styles` are those that the host has from the beginning. */
  constructor(host: LitElement, styles: readonly CSSResult[]) {
    this.#host = host;
    this.#styles = new Set(styles);
  }

  needLauncher(): void {
    if (this.launcher) return;
    this.#adopt(import('./launcher.ts').then((it) => (this.launcher = it).launcherStyles));
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
