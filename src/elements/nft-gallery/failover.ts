import { noteFailure, noteSuccess, parseGateways, ranked, sourcesOf } from './gateways.ts';
import type { MediaElement } from './media-source.ts';

/** How long a gateway may take while the visitor is looking at the place. */
const patience = 8_000;

const seen = new WeakMap<Element, (visible: boolean) => void>();
let observer: IntersectionObserver | undefined;

/** One observer for all: a lazy image that nobody has scrolled to has not even been asked for. */
const watch = (element: Element, tell: (visible: boolean) => void): void => {
  observer ??= new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen.get(target)?.(isIntersecting);
  });
  seen.set(element, tell);
  observer.observe(element);
};

const unwatch = (element: Element): void => {
  seen.delete(element);
  observer?.unobserve(element);
};

/**
 * Loads a file from one source after another until one gives it. With the last one `data-state`
 * becomes `failed`; `ready` is said by whoever listens for the element's own events.
 *
 * @param signal ends the attempts
 */
export const failover = (
  element: MediaElement,
  address: string,
  gateways: string | null | undefined,
  signal: AbortSignal,
): void => {
  if (signal.aborted) return;
  const sources = ranked(address, sourcesOf(address, parseGateways(gateways)));
  let timer: ReturnType<typeof setTimeout> | undefined;

  const settle = () => {
    clearTimeout(timer);
    unwatch(element);
  };
  const next = () => {
    settle();
    const [source] = sources;
    if (!source) {
      element.removeAttribute('src');
      element.dataset['state'] = 'failed';
      return;
    }
    element.src = source.url;
    // The last one has all the time it needs: there is nobody else to ask.
    if (sources.length === 1) return;
    watch(element, (visible) => {
      clearTimeout(timer);
      if (visible) timer = setTimeout(fail, patience);
    });
  };
  const fail = () => {
    const source = sources.shift();
    if (source) noteFailure(address, source);
    next();
  };
  const succeed = () => {
    settle();
    if (sources[0]) noteSuccess(address, sources[0]);
  };

  for (const type of ['load', 'loadedmetadata'])
    element.addEventListener(type, succeed, { signal });
  element.addEventListener('error', fail, { signal });
  signal.addEventListener('abort', settle);
  next();
};
