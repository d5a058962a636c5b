import { addressKey } from '../http/address.ts';
import type { Bindings } from './options.ts';

/** What a runtime tells beside the request itself. */
export interface RuntimeContext {
  /** The address of the peer, as the server saw it; without it all requests share one budget. */
  readonly address?: string;
  /** The variables and bindings that Workers are given with each request. */
  readonly env?: Bindings;
  /** Keeps the instance awake until the work is done. Never throws. */
  readonly waitUntil?: (work: Promise<unknown>) => void;
}

/** A member of something unknown. Reading it may run foreign code, and that may throw. */
const member = (from: unknown, ...path: readonly string[]): unknown => {
  try {
    return path.reduce<unknown>(
      (it, name) =>
        (typeof it === 'object' && it !== null) || typeof it === 'function'
          ? (it as Readonly<Record<string, unknown>>)[name]
          : undefined,
      from,
    );
  } catch {
    return undefined;
  }
};

/** Calls a method where there is one, on its own object: runtimes refuse it as a plain function. */
const call = (holder: unknown, name: string, argument: unknown): unknown => {
  const method = member(holder, name);
  if (typeof method !== 'function') return undefined;
  try {
    return Reflect.apply(method, holder, [argument]) as unknown;
  } catch {
    return undefined;
  }
};

/** Where runtimes put the address that they saw. A header is never looked at here. */
const places: readonly ((second: unknown, request: Request) => unknown)[] = [
  // Our own adapters.
  (second) => member(second, 'address'),
  // Deno.serve's information on the connection.
  (second) => member(second, 'remoteAddr', 'hostname'),
  // Bun.serve's server; below Hono it is a member.
  (second, request) => member(call(second, 'requestIP', request), 'address'),
  (second, request) => member(call(member(second, 'server'), 'requestIP', request), 'address'),
  // Netlify's context; below Hono it is a member.
  (second) => member(second, 'ip'),
  (second) => member(second, 'context', 'ip'),
  // Hono on Node: `c.env`.
  (second) => member(second, 'incoming', 'socket', 'remoteAddress'),
];

const isAddress = (value: unknown): value is string =>
  typeof value === 'string' && addressKey(value) !== undefined;

const addressOf = (second: unknown, request: Request): string | undefined => {
  for (const place of places) {
    const found = place(second, request);
    if (isAddress(found)) return found;
  }
  return undefined;
};

const keeperOf = (holder: unknown): RuntimeContext['waitUntil'] =>
  typeof member(holder, 'waitUntil') === 'function'
    ? (work) => {
        call(holder, 'waitUntil', work);
      }
    : undefined;

const isBindings = (value: unknown): value is Bindings =>
  typeof value === 'object' && value !== null;

const inWorkers = (): boolean =>
  member(globalThis, 'navigator', 'userAgent') === 'Cloudflare-Workers';

/**
 * What the second and third argument of a handler tell. They differ from runtime to runtime and are
 * known by their shape; what is not known tells nothing, `{ params }` of Next.js for one.
 *
 * On Workers the second is the owner's bindings: a variable that happens to be called `ip` is no
 * address. Whose request it is stands in a header there, see `forwardedAddress`.
 */
export const contextOf = (request: Request, second?: unknown, third?: unknown): RuntimeContext => {
  const keeper = keeperOf(third);
  if (keeper !== undefined || inWorkers()) {
    return {
      ...(isBindings(second) && { env: second }),
      ...(keeper && { waitUntil: keeper }),
    };
  }
  const address = addressOf(second, request);
  const waitUntil = keeperOf(second);
  return { ...(address !== undefined && { address }), ...(waitUntil && { waitUntil }) };
};

/** Runtimes that start as many instances as they please, and end them as they please. */
export type ServerlessRuntime = 'workers' | 'vercel' | 'netlify' | 'lambda' | 'deno-deploy';

/** Netlify's functions run on Lambda, so that theirs comes first. */
const signs: readonly (readonly [ServerlessRuntime, (env: Bindings) => unknown])[] = [
  ['workers', inWorkers],
  ['vercel', (env) => member(env, 'VERCEL')],
  // Netlify documents its global object for functions, but NETLIFY only for builds:
  // https://docs.netlify.com/functions/api
  ['netlify', (env) => member(env, 'NETLIFY') ?? member(globalThis, 'Netlify')],
  ['lambda', (env) => member(env, 'AWS_LAMBDA_FUNCTION_NAME')],
  ['deno-deploy', (env) => member(env, 'DENO_DEPLOYMENT_ID')],
];

/** The serverless runtime that this is; `undefined` on a server that stays. */
export const runtimeOf = (env: Bindings): ServerlessRuntime | undefined =>
  signs.find(([, sign]) => Boolean(sign(env)))?.[0];

/**
 * The headers in which platforms tell whom a request comes from, each written over by its platform
 * whatever the visitor has sent:
 * https://developers.cloudflare.com/fundamentals/reference/http-headers/ (CF-Connecting-IP),
 * https://vercel.com/docs/headers/request-headers (X-Forwarded-For is overwritten "to prevent IP
 * spoofing"; x-vercel-forwarded-for and x-real-ip are the same, and no proxy on top changes them),
 * https://answers.netlify.com/t/52665 (X-Nf-Client-Connection-Ip "is the right one").
 */
const platformHeaders = {
  cloudflare: ['CF-Connecting-IP'],
  vercel: ['x-vercel-forwarded-for', 'x-real-ip'],
  netlify: ['x-nf-client-connection-ip'],
} as const;

export type Platform = keyof typeof platformHeaders;

/**
 * The address that a platform in front has written into its own header; `undefined` where there is
 * none, or not exactly one. It says the truth only if nothing reaches the proxy but through that
 * platform.
 */
export const forwardedAddress = (headers: Headers, platform: Platform): string | undefined =>
  platformHeaders[platform].map((name) => headers.get(name)).find(isAddress);
