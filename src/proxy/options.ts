import type { Budget } from '../api/operation.ts';
import type { NamedOperation, OperationName } from '../api/operations.ts';
import type { LogEvent } from '../http/log.ts';
import type { AnswerCache, Store } from '../http/limits.ts';
import type { OpenTelemetry } from './telemetry.ts';

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
  /**
   * The API key; or, while it is being replaced, the current and the next one, which is tried when
   * the API no longer takes the current one. A getter may give another one at any time. The variables
   * ending in `_KEY` and `_KEY_NEXT`.
   */
  readonly key?: string | readonly [current: string, next: string] | undefined;
  /** Called instead of the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
}

/** Points in an hour and in a day; what is left out is as by default. */
export interface Windows {
  readonly hour?: number | undefined;
  readonly day?: number | undefined;
}

export interface LimitOptions {
  /** What one visitor, and one address, may spend; a number is for an hour. */
  readonly visitor?: Partial<Readonly<Record<Budget, number | Windows>>>;
  /**
   * What all visitors together may spend; a number is for a day. 50 times the visitor's hour in a day
   * by default.
   */
  readonly global?: Partial<Readonly<Record<Budget, number | Windows>>>;
  /** Requests of any kind per address and minute. */
  readonly requestsPerMinute?: number;
}

/** The environment, as variables or as what a runtime binds to its handler. */
export type Bindings = Readonly<Record<string, unknown>>;

/**
 * Gives the file at a path (`fae.js`, `@1.2.0/fae-checkout.js`), or nothing; a 404 is nothing.
 * `env` is what the runtime gave with the request.
 */
export type Assets = (
  path: string,
  request: Request,
  env: Bindings,
) => Response | undefined | Promise<Response | undefined>;

/** Decides whether an operator operation may be called. */
export type Authorize = (request: Request, operation: NamedOperation) => boolean | Promise<boolean>;

export interface CaptchaOptions {
  readonly provider: 'turnstile';
  readonly siteKey: string;
  readonly secret: string;
  /** The budgets whose operations ask for it; all by default. */
  readonly budgets?: readonly Budget[] | undefined;
  /** Called instead of the global `fetch` to verify what a visitor solved. */
  readonly fetch?: typeof fetch | undefined;
}

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

  /** Path of the endpoint; `/fae` by default, `/` for the root. `FAE_BASE_PATH` */
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
   * `FAE_OPERATOR_TOKEN` lets in whoever brings it as a bearer token; several with commas between.
   */
  readonly authorize?: Authorize | undefined;

  /**
   * Budgets. `FAE_LIMITS`, as in `chat=60,chat.day=200,speech=20000,global.chat=3000,requests=300`:
   * per visitor and hour, `.day` per day; `global.` for all together and a day, `.hour` per hour;
   * `requests` per address and minute.
   */
  readonly limits?: LimitOptions | undefined;

  /**
   * Origins that a checkout may lead back to; the allowed origins by default. `FAE_RETURN_URLS`,
   * separated by commas.
   */
  readonly returnUrls?: readonly string[] | undefined;

  /**
   * Who stands in front and says whom a request comes from: addresses or ranges (`10.0.0.0/8`,
   * `loopback`) of proxies whose `X-Forwarded-For` is believed; the number of proxies, where the
   * runtime tells no address (Next.js); or `cloudflare`, `vercel`, `netlify` for the header that
   * these write themselves, which is the default on their own runtimes. Else none.
   * `FAE_TRUST_PROXY`, separated by commas.
   */
  readonly trustProxy?: readonly string[] | string | number | undefined;

  /**
   * Where budgets are counted and idempotency keys are kept. This process's memory by default, but
   * on serverless runtimes only when `'memory'` is asked for by name: there every instance would
   * begin with new budgets. `FAE_REDIS_URL`: `redis://…`, `rediss://…` (both on Node), `https://…`
   * for Redis over REST with the token as password, or `memory`.
   */
  readonly store?: Store | 'memory' | undefined;

  /** How many proxies share the store: each goes on with its share while that is down. `FAE_INSTANCES` */
  readonly instances?: number | undefined;

  /**
   * Where answers to free reads are kept, beside this process's memory: what `store` is, where that
   * can keep answers too. `false`, or `FAE_CACHE=off`, asks the API each time.
   */
  readonly cache?: AnswerCache | false | undefined;

  /**
   * Has visitors prove that they are people before what costs.
   * `FAE_TURNSTILE_SITE_KEY`, `FAE_TURNSTILE_SECRET`
   */
  readonly captcha?: CaptchaOptions | undefined;

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

  /** Offers `-/metrics` in OpenMetrics to whoever brings this bearer token. `FAE_METRICS_TOKEN` */
  readonly metricsToken?: string | undefined;

  /**
   * The module `@opentelemetry/api`: a span for each call of an operation and each request to the
   * API, which is told of it by `traceparent`.
   */
  readonly openTelemetry?: OpenTelemetry | undefined;

  /** `process.env` by default, and what the runtime gives with a request. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;

  /** The clock, in milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
}
