import type { Budget } from '../api/operation.ts';
import type { NamedOperation, OperationName } from '../api/operations.ts';
import type { LogEvent } from '../http/log.ts';
import type { Store } from '../http/limits.ts';

type ResourceOf<N> = N extends `${infer R}.${string}` ? R : never;

/** An operation's name, all visitor operations of a resource, or all visitor operations. */
export type ExposePattern = OperationName | `${ResourceOf<OperationName>}.*` | '*';

/**
 * The only values that a field may have: a field of the request (`characterId`), or for lists one of
 * the answer (`id`), where records with other values are left out.
 */
export type Pins = Readonly<Record<string, readonly string[]>>;

export type Expose =
  readonly ExposePattern[] | { readonly [P in ExposePattern]?: true | Pins | undefined };

export interface ApiOptions {
  /** Base URL, `/api` included. Defaults to the API's documented host. */
  readonly url?: string | undefined;
  readonly key?: string | undefined;
  /** Called instead of the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
}

export interface LimitOptions {
  /** What one visitor, and one address, may spend in an hour. */
  readonly visitor?: Partial<Readonly<Record<Budget, number>>>;
  /** What all visitors together may spend in a day; 50 times the visitor's limit by default. */
  readonly global?: Partial<Readonly<Record<Budget, number>>>;
  /** Requests of any kind per address and minute. */
  readonly requestsPerMinute?: number;
}

/** Gives the file at a path (`fae.js`, `@1.2.0/fae-checkout.js`), or nothing. */
export type Assets = (
  path: string,
  request: Request,
) => Response | undefined | Promise<Response | undefined>;

/** Every option but functions has an environment variable; an option wins over its variable. */
export interface ProxyOptions {
  /**
   * Origins whose pages may use the proxy, exactly as browsers write them: `https://shop.example`.
   * The proxy's own origin always may. `FAE_ALLOWED_ORIGINS`, separated by commas.
   */
  readonly origins?: readonly string[] | undefined;

  /**
   * Where this proxy is reached from outside. Never taken from the `Host` header; without it there
   * is no own origin. `FAE_PUBLIC_URL`
   */
  readonly publicUrl?: string | undefined;

  /** Path of the endpoint; `/fae` by default. */
  readonly basePath?: string | undefined;

  /** The FAE API. `FAE_API_URL`, `FAE_API_KEY`, `FAE_WORKSPACE`, `FAE_SESSION_COOKIE` */
  readonly fae?:
    | (ApiOptions & {
        readonly workspace?: string | undefined;
        /** Sent as `Cookie` with the operations for which the API wants a person's session. */
        readonly sessionCookie?: string | undefined;
      })
    | undefined;

  /** The Fleek AI Agents API. `FLEEK_API_URL`, `FLEEK_API_KEY`, `FLEEK_PROJECT` */
  readonly fleek?: (ApiOptions & { readonly project?: string | undefined }) | undefined;

  /**
   * The visitor operations that are offered: names and wildcards, or an object of them with pins.
   * The free public reads by default. `FAE_EXPOSE`, separated by commas.
   */
  readonly expose?: Expose | undefined;

  /**
   * Decides on operator operations; without it they are all refused. It gets a copy of the request
   * without its body, and without cookies unless the request comes from the proxy's own origin.
   */
  readonly authorize?:
    ((request: Request, operation: NamedOperation) => boolean | Promise<boolean>) | undefined;

  /**
   * Budgets. `FAE_LIMITS`, as in `chat=60,speech=20000,global.chat=3000,requests=300`: per visitor
   * and hour, `global.` per day, `requests` per address and minute.
   */
  readonly limits?: LimitOptions | undefined;

  /**
   * Origins that a checkout may lead back to; the allowed origins by default. `FAE_RETURN_URLS`,
   * separated by commas.
   */
  readonly returnUrls?: readonly string[] | undefined;

  /**
   * Addresses or ranges (`10.0.0.0/8`, `loopback`) of the proxies in front, whose `X-Forwarded-For`
   * is believed. None by default. `FAE_TRUST_PROXY`, separated by commas.
   */
  readonly trustProxy?: readonly string[] | string | undefined;

  /** Where budgets are counted; this process's memory by default. */
  readonly store?: Store | undefined;

  /** The elements' scripts and styles. */
  readonly assets?: Assets | undefined;

  /** Version of the scripts that `assets` has; old ones are redirected to it. */
  readonly version?: string | undefined;

  /**
   * Receives one event per request: what was asked, how it ended, and where the owner can mend it, a
   * `hint`. Never a key, a body or a visitor's identity. By default events that concern the owner go
   * to the console.
   */
  readonly log?: ((event: LogEvent) => void) | undefined;

  /** `process.env` by default. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;

  /** The clock, in milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
}
