/*
 * The script of a page: `<script async src="https://proxy.example/fae/fae.js"></script>`. Built as a
 * classic script of its own, it imports nothing of ours and fetches nothing until one of the tags is
 * on the page. Scripts come by `import()`, which a Content-Security-Policy with 'strict-dynamic' and
 * Trusted Types lets through; a script element made here would need a policy of its own.
 *
 * Tags inside shadow roots are not seen: whoever builds those roots imports the elements.
 */

/** What the elements read to find the proxy; see `ui/endpoint.ts`. */
interface PageRecord {
  readonly version: string;
  readonly endpoint: string;
}

const page = globalThis as { [key: symbol]: PageRecord | undefined };
const record = Symbol.for('fae-widgets');

const tags = new Set([
  'fae-checkout',
  'fae-nft-gallery',
  'fae-character-chat',
  'fae-tts-player',
  'fae-model-viewer',
]);
const anyTag = [...tags].join();

/**
 * The folder this script came from. A page may pin a version, as in `…/fae/@1.2.3/fae.js`: its
 * endpoint is `…/fae` all the same. `currentScript` is there only while the script first runs; a tag
 * manager or an optimizer that inlines scripts leaves the search by name.
 */
const ownEndpoint = (): string | undefined => {
  const { currentScript } = document;
  const own = currentScript?.getAttribute('src') && currentScript;
  const script = own || document.querySelector('script[src*="/fae.js"]');
  if (!(script instanceof HTMLScriptElement)) return undefined;
  return new URL('.', script.src).href.replace(/(\/@[^/]+)?\/$/, '');
};

/** The page sees it as it sees any other failure of an element; the fallback content stays. */
const fail = (element: Element): void => {
  if (element.getAttribute('state') === 'error') return;
  element.setAttribute('state', 'error');
  const message = `The script of <${element.localName}> could not be loaded.`;
  const event = new Event('fae-error', { bubbles: true, composed: true });
  element.dispatchEvent(Object.assign(event, { code: 'script_failed', message, retryable: true }));
};

/** Imports the script of every tag that stands on the page or comes to it, each once. */
const watch = (folder: string): void => {
  const scripts = new Map<string, Promise<unknown>>();
  const failed = new Set<string>();
  let query = '';

  const load = (tag: string): Promise<unknown> => {
    const address = `${folder}${tag}.js${query}`;
    const script = import(/* @vite-ignore */ address) as Promise<unknown>;
    // Asked for at the same time: otherwise the browser learns of them only from the tag's script.
    for (const file of __FAE_SHARED__[tag] ?? []) {
      import(/* @vite-ignore */ folder + file).catch(() => undefined);
    }
    script.catch((error: unknown) => {
      failed.add(tag);
      console.error(`fae-widgets: ${address} could not be loaded.`, error);
    });
    scripts.set(tag, script);
    return script;
  };

  const meet = (element: Element): void => {
    const tag = element.localName;
    if (!tags.has(tag) || customElements.get(tag)) return;
    (scripts.get(tag) ?? load(tag)).catch(() => fail(element));
  };

  const search = (root: ParentNode): void => root.querySelectorAll(anyTag).forEach(meet);

  const retry = (): void => {
    // Engines may remember that an address failed and never ask for it again.
    query = `?retry=${Date.now()}`;
    for (const tag of failed) {
      scripts.delete(tag);
      document.querySelectorAll(tag).forEach((element) => element.removeAttribute('state'));
    }
    failed.clear();
    search(document);
  };

  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      if (!(node instanceof Element)) continue;
      meet(node);
      search(node);
    }
  }).observe(document, { childList: true, subtree: true });
  window.addEventListener('online', retry);
  search(document);
};

const start = (): void => {
  const present = page[record];
  if (present) {
    if (present.version !== __FAE_VERSION__) {
      console.warn(
        `fae-widgets: ${present.version} is on this page already; ${__FAE_VERSION__} is not used.`,
      );
    }
    return;
  }
  const endpoint = ownEndpoint();
  if (endpoint === undefined) {
    console.error('fae-widgets: the script cannot tell where it was loaded from.');
    return;
  }
  page[record] = { version: __FAE_VERSION__, endpoint };
  watch(`${endpoint}/@${__FAE_VERSION__}/`);
};

start();
