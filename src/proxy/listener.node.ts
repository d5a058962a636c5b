import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { restoreBody } from './parsed-body.node.ts';
import { send } from './send.node.ts';

/** What adapters need of a proxy. */
export interface Mountable {
  readonly fetch: (request: Request, second?: unknown) => Promise<Response>;
  /** The path below which the proxy answers; `/fae` unless it says otherwise. */
  readonly basePath?: string | undefined;
}

/** A listener of `node:http`, and middleware of Express and Connect. */
export type NodeHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: () => void,
) => void;

export interface NodeOptions {
  /**
   * The process serves nothing but this: `Request` and `Response` may be replaced in all of it by those
   * of the library, which cost less.
   */
  readonly ownProcess?: boolean | undefined;
}

/** What the path of every request to a proxy begins with. */
export const pathPrefix = ({ basePath = '/fae' }: Mountable): string => `${basePath}/`;

/** The request target as it was sent: Express and Connect shorten `url` where they mount. */
const sentTarget = (request: IncomingMessage): string => {
  const { originalUrl } = request as { originalUrl?: unknown };
  return typeof originalUrl === 'string' ? originalUrl : (request.url ?? '/');
};

/**
 * Tells the listener that the answer is on its way. A clone, because that is always the runtime's own
 * `Response`: where somebody has let the library replace it, its own would be sent as well.
 */
const alreadySent = RESPONSE_ALREADY_SENT.clone();

/**
 * The proxy for `node:http`, Express and Connect. It may come before or after a body parser; what
 * lies outside of the proxy's base path is left to `next`, where there is one.
 *
 * @example
 * createServer(toNode(createProxy())).listen(8787);
 * express().use(toNode(createProxy()));
 */
export const toNode = (proxy: Mountable, { ownProcess = false }: NodeOptions = {}): NodeHandler => {
  const prefix = pathPrefix(proxy);
  const answer = async (
    request: Request,
    { incoming, outgoing }: HttpBindings,
  ): Promise<Response> => {
    const address = incoming.socket.remoteAddress;
    await send(await proxy.fetch(request, { address }), outgoing);
    return alreadySent;
  };
  const listener = getRequestListener(
    (request, bindings) => answer(request, bindings as HttpBindings),
    {
      // HTTP/1.0 needs no Host, and health checks of load balancers speak it.
      hostname: 'localhost',
      // Where there is a host, its Request and Response are its own.
      overrideGlobalObjects: ownProcess,
    },
  );
  return (request, response, next) => {
    const target = sentTarget(request);
    if (next && !target.startsWith(prefix)) {
      next();
      return;
    }
    restoreBody(request);
    const { url } = request;
    // The listener reads the target before it returns; then the host finds its own again.
    request.url = target;
    listener(request, response).catch(() => response.destroy());
    if (url !== undefined) request.url = url;
  };
};
