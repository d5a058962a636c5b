import { randomUUID } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { routePath } from 'hono/route';
import { errorResponse, HttpError } from '../http/problem.ts';
import type { Settings } from './settings.ts';

/** What comes with a request beside itself. */
export interface Bindings {
  /** Where it comes from; `undefined` where nobody can tell. */
  readonly address: string | undefined;
}

export type App = Hono<{ Bindings: Bindings }>;

const internal = new HttpError(500, 'server_error', 'Something went wrong on this server.');

/** What nginx logs for a client that did not wait; nobody receives it. */
const clientGone = 499;

const isGone = (context: Context): boolean => context.req.raw.signal.aborted;

const isFault = (context: Context): boolean =>
  context.error !== undefined && !(context.error instanceof HttpError) && !isGone(context);

/**
 * The empty app: error answers, the headers that every answer has, and one log event for each
 * request, which names the route and nothing that the client sent: a query may hold a key, and the
 * path of a checkout page is a secret too.
 */
export const createApp = ({ log }: Pick<Settings, 'log'>): App => {
  const app: App = new Hono();

  app.use(async (context, next) => {
    const started = performance.now();
    const requestId = randomUUID();
    await next();
    const { headers } = context.res;
    headers.set('X-Request-Id', requestId);
    headers.set('X-Content-Type-Options', 'nosniff');
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
    log({
      event: 'request',
      requestId,
      method: context.req.method,
      route: routePath(context, -1),
      status: context.res.status,
      milliseconds: Math.round(performance.now() - started),
      ...(isFault(context) && { error: context.error?.stack }),
    });
  });

  app.onError((error, context) => {
    if (isGone(context)) return new Response(null, { status: clientGone });
    return errorResponse(error instanceof HttpError ? error : internal);
  });
  app.notFound(() => {
    throw new HttpError(404, 'not_found', 'There is nothing at this address.');
  });
  return app;
};
