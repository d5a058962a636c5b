import { documentedUrls } from '../api/hosts.ts';
import { apis, type ApiName, type Operations } from '../api/operations.ts';
import type { Resource } from '../api/operation.ts';
import { readOf } from '../api/reads.ts';
import type { Schemas } from '../api/all.schemas.ts';
import type { SolveCaptcha } from './captcha.ts';
import { call, type Call } from './call.ts';
import type { Target } from './transport.ts';
import { writeFor } from './whole-api.ts';

/** Everything both APIs can do: `client.resource.verb(input, options)`. */
export type Client = {
  readonly [R in keyof Operations]: { readonly [V in keyof Schemas[R]]: Call<Schemas[R][V]> };
};

interface ApiAccess {
  /** Base URL, `/api` included. Defaults to the API's documented host. */
  readonly url?: string;
  readonly key: string;
  readonly fetch?: typeof fetch;
}

export type ClientOptions =
  | {
      /** The proxy's address, absolute or relative to the page. For browsers. */
      readonly endpoint: string;
      readonly fetch?: typeof fetch;
      /**
       * Solves the captcha that the proxy may ask for before what costs, in place of the dialog that
       * a page shows by itself. Outside of pages there is none, and the call fails.
       */
      readonly solveCaptcha?: SolveCaptcha;
    }
  | {
      /** For servers: straight to the FAE API. */
      readonly fae?: ApiAccess & { readonly workspace?: string };
      /** For servers: straight to the Fleek AI Agents API. */
      readonly fleek?: ApiAccess & { readonly project?: string };
    };

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

const targetsOf = (options: ClientOptions): Partial<Record<ApiName, Target>> => {
  if ('endpoint' in options) {
    const { endpoint, fetch, solveCaptcha } = options;
    const target = { base: withoutSlash(endpoint), write: writeFor(), fetch, solveCaptcha };
    return { fae: target, fleek: target };
  }
  if ('document' in globalThis) {
    throw new TypeError(
      'createClient() was given a key in a browser, where everyone can read it. ' +
        'Run the proxy and give its address as { endpoint }.',
    );
  }
  const { fae, fleek } = options;
  return {
    ...(fae && {
      fae: {
        base: withoutSlash(fae.url ?? documentedUrls.fae),
        headers: { 'x-api-key': fae.key },
        write: writeFor(fae.workspace),
        fetch: fae.fetch,
      },
    }),
    ...(fleek && {
      fleek: {
        base: withoutSlash(fleek.url ?? documentedUrls.fleek),
        headers: { 'X-Api-Key': fleek.key },
        write: writeFor(fleek.project),
        fetch: fleek.fetch,
      },
    }),
  };
};

/**
 * The typed client.
 *
 * @example
 * const client = createClient({ endpoint: '/fae' });
 * const nfts = await client.nfts.listPublic();
 *
 * @throws {TypeError} when it is given a key in a browser
 */
export const createClient = (options: ClientOptions): Client => {
  const targets = targetsOf(options);
  const client: Record<string, Record<string, unknown>> = {};
  for (const [api, resources] of Object.entries(apis)) {
    const target = targets[api as ApiName];
    if (!target) continue;
    for (const [resource, verbs] of Object.entries(resources as Record<string, Resource>)) {
      client[resource] = Object.fromEntries(
        Object.entries(verbs).map(([verb, operation]) => {
          const name = `${resource}.${verb}` as Parameters<typeof readOf>[0];
          return [verb, call(target, operation, readOf(name))];
        }),
      );
    }
  }
  return client as unknown as Client;
};
