import type { Assets, Bindings } from './options.ts';

interface Fetcher {
  fetch(request: Request): Promise<Response>;
}

const isFetcher = (value: unknown): value is Fetcher =>
  typeof value === 'object' &&
  value !== null &&
  'fetch' in value &&
  typeof value.fetch === 'function';

/**
 * Serves the elements' scripts from a binding of Workers: static assets, or another Worker. It is
 * asked with the visitor's own URL, so that the files lie under the base path there too:
 * `public/fae/fae.js` for `/fae`. Have the Worker run first (`run_worker_first`): what static assets
 * answer by themselves lacks the headers that let other origins load a script.
 *
 * @example
 * createProxy({ assets: bindingAssets((env) => env.ASSETS) });
 */
export const bindingAssets =
  (bindingIn: (env: Bindings) => unknown): Assets =>
  async (_path, request, env) => {
    const binding = bindingIn(env);
    if (!isFetcher(binding)) return undefined;
    const response = await binding.fetch(request);
    // A site may answer whatever it does not know with its start page.
    const isPage = /^text\/html\b/i.test(response.headers.get('Content-Type') ?? '');
    return response.status === 404 || isPage ? undefined : response;
  };
