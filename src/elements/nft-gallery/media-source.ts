import { noChange, type ElementPart } from 'lit';
import { Directive, directive } from 'lit/directive.js';
import { safeUrl } from '../../ui/url.ts';

export type MediaElement = HTMLImageElement | HTMLMediaElement;

/** `ipfs:`, `ar:`, a bare CID, and web addresses of IPFS gateways; the rest is one address. */
const distributed = /^(ipfs|ar):|\/ipfs\/|^\s*(Qm|baf)\w{40}/i;

type Arguments = [address: string, gateways: string | null | undefined, attempt?: number];

const load = (
  element: MediaElement,
  address: string,
  gateways: string | null | undefined,
  signal: AbortSignal,
): void => {
  const enter = (state: 'loading' | 'ready' | 'failed') => () => {
    if (!signal.aborted) element.dataset['state'] = state;
  };
  enter('loading')();
  element.addEventListener('load', enter('ready'), { signal });
  element.addEventListener('loadedmetadata', enter('ready'), { signal });
  const url = distributed.test(address) ? undefined : safeUrl(address, 'media');
  if (url) {
    element.addEventListener('error', enter('failed'), { signal });
    element.src = url;
    return;
  }
  element.removeAttribute('src');
  import('./failover.ts').then(
    ({ failover }) => failover(element, address, gateways, signal),
    enter('failed'),
  );
};

class MediaSource extends Directive {
  #last: readonly unknown[] = [];
  #run: AbortController | undefined;

  override update({ element }: ElementPart, args: Arguments): typeof noChange {
    if (args.some((arg, index) => arg !== this.#last[index])) {
      this.#last = args;
      this.#run?.abort();
      this.#run = new AbortController();
      load(element as MediaElement, args[0], args[1], this.#run.signal);
    }
    return noChange;
  }

  render(...args: Arguments): unknown {
    return args;
  }
}

/**
 * On an `<img>`, `<video>` or `<audio>`: loads the file and says in `data-state` how it stands:
 * `loading`, `ready` or `failed`. What lies on IPFS or Arweave is asked of one gateway after
 * another.
 *
 * @param address of the file, as it comes from data
 * @param gateways the `gateways` attribute
 * @param attempt another number starts anew
 */
export const mediaSource = directive(MediaSource);
