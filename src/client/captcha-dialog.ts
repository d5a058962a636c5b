/** What the dialog says; a page sets its own as JSON in `<meta name="fae-captcha" content="…">`. */
const strings = {
  title: 'A quick check',
  waiting: 'Checking that you are human…',
  task: 'Please confirm that you are human to go on.',
  cancel: 'Cancel',
};

/** Milliseconds after which a check that goes on by itself is shown, so that it can be cancelled. */
const patience = 5_000;

const styles = `
  :host { display: contents !important }
  dialog {
    box-sizing: border-box;
    inline-size: min(100% - 24px, 26rem);
    max-block-size: calc(100dvh - 24px);
    margin: auto;
    padding: 24px;
    overflow: auto;
    border: 1px solid var(--fae-color-line, color-mix(in oklab, currentColor 16%, transparent));
    border-radius: var(--fae-radius, 12px);
    background: var(--fae-color-raised, light-dark(#fff, #1d1e26));
    color: var(--fae-color-text, light-dark(#1b1c22, #f1f1f5));
    font-family: var(--fae-font, inherit);
    line-height: 1.5;
    text-align: start;
  }
  /* Laid out, though not to be seen: what checks the visitor runs in it before it is opened. */
  dialog:not([open]) { display: block; position: fixed; visibility: hidden }
  dialog::backdrop { background: rgb(10 10 14 / 0.6) }
  h2 { margin: 0; font-size: 1.25em; line-height: 1.3 }
  h2:focus { outline: none }
  p { margin: 4px 0 0; color: var(--fae-color-muted, color-mix(in oklab, currentColor 72%, transparent)) }
  ::slotted(div) { display: block !important; margin-block: 20px !important; line-height: 0 !important }
  .asking ::slotted(div) { min-block-size: 65px }
  .asking.narrow ::slotted(div) { min-block-size: 140px }
  button {
    display: block;
    min-block-size: 44px;
    min-inline-size: 88px;
    margin-inline-start: auto;
    padding: 8px 16px;
    border: 1px solid var(--fae-color-line, color-mix(in oklab, currentColor 16%, transparent));
    border-radius: calc(var(--fae-radius, 12px) - 2px);
    background: color-mix(in oklab, currentColor 5%, transparent);
    color: inherit;
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }
  button:hover { background: color-mix(in oklab, currentColor 10%, transparent) }
  button:focus-visible { outline: var(--fae-focus-ring, 2px solid); outline-offset: 2px }
  @media (width < 400px) { dialog { padding: 16px } }
  @media (forced-colors: active) {
    dialog { border-color: CanvasText }
    button { border-color: ButtonText }
  }
`;

/** What the work in the dialog needs of it. */
export interface CaptchaDialog {
  /** In the page's own tree, not in the dialog's shadow: where a widget expects to be. */
  readonly container: HTMLElement;
  readonly theme: 'light' | 'dark';
  /** Less than 300 px wide, and therefore to be filled by something higher. */
  readonly isNarrow: boolean;
  /** Opens it and asks the visitor to do what the container shows. */
  readonly ask: () => void;
  /** Aborted when it is closed. */
  readonly closed: AbortSignal;
}

const pageStrings = (): typeof strings => {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="fae-captcha"]');
  try {
    return { ...strings, ...(JSON.parse(meta?.content || '{}') as Partial<typeof strings>) };
  } catch {
    console.warn('fae-widgets: <meta name="fae-captcha"> is not valid JSON and is ignored.');
    return strings;
  }
};

const make = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: Node[]
): HTMLElementTagNameMap[K] => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const themeAt = (element: Element): CaptchaDialog['theme'] => {
  const { colorScheme } = getComputedStyle(element);
  const prefersDark = matchMedia('(prefers-color-scheme: dark)').matches;
  if (!colorScheme.includes('dark')) return 'light';
  return prefersDark || !colorScheme.includes('light') ? 'dark' : 'light';
};

/**
 * Does something for which the visitor may be needed: in a dialog that opens when it asks for them,
 * or when it takes long, and closes with it.
 *
 * @throws {DOMException} `AbortError` when the visitor cancels; the signal's reason when that aborts
 */
export const inCaptchaDialog = async <T>(
  signal: AbortSignal,
  work: (dialog: CaptchaDialog) => Promise<T>,
): Promise<T> => {
  signal.throwIfAborted();
  const texts = pageStrings();
  const title = make('h2', { id: 'title', tabIndex: -1, textContent: texts.title });
  const text = make('p', { id: 'text', role: 'status', textContent: texts.waiting });
  const cancel = make('button', { type: 'button', textContent: texts.cancel });
  const dialog = make('dialog', {}, title, text, make('slot'), cancel);
  dialog.setAttribute('aria-labelledby', 'title');
  dialog.setAttribute('aria-describedby', 'text');
  const container = make('div');
  const host = make('div', {}, container);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(dialog);
  // Once open, a modal dialog stands above everything, wherever its element is.
  document.body.append(host);

  const open = () => {
    if (dialog.open) return;
    dialog.showModal();
    // Not the button: who presses Enter once too often would cancel.
    title.focus();
  };
  const ask = () => {
    text.textContent = texts.task;
    dialog.classList.add('asking');
    open();
  };
  const isNarrow = container.clientWidth < 300;
  dialog.classList.toggle('narrow', isNarrow);

  const closing = new AbortController();
  const closed = closing.signal;
  const { promise: ended, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason), { signal: closed });
  cancel.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    reject(new DOMException('The visitor has cancelled the captcha.', 'AbortError'));
  });
  const timer = setTimeout(open, patience);
  try {
    const theme = themeAt(dialog);
    return await Promise.race([work({ container, theme, isNarrow, ask, closed }), ended]);
  } finally {
    clearTimeout(timer);
    closing.abort();
    dialog.close();
    host.remove();
  }
};
