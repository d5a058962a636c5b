import type { IncomingMessage, ServerResponse } from 'node:http';
import { pathPrefix, toNode, type Mountable } from './listener.node.ts';

/** What is used of a Fastify instance; Fastify itself is not imported. */
interface FastifyScope {
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(
    type: string,
    parser: (request: unknown, payload: unknown, done: (error: Error | null) => void) => void,
  ): unknown;
  route(options: {
    method: string[];
    url: string;
    handler: (
      request: { readonly raw: IncomingMessage },
      reply: { readonly raw: ServerResponse; hijack(): unknown },
    ) => void;
  }): unknown;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * The proxy as a plugin of Fastify, registered without a prefix: the proxy's base path is the whole
 * path. Parsers and routes of the rest of the application stay as they are.
 *
 * @example
 * app.register(toFastify(createProxy()));
 */
export const toFastify = (proxy: Mountable) => {
  const handle = toNode(proxy);
  return async (scope: FastifyScope): Promise<void> => {
    scope.removeAllContentTypeParsers();
    // Nobody reads the body before the proxy does, which also bounds it.
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.route({
      method: methods,
      url: `${pathPrefix(proxy)}*`,
      handler: (request, reply) => {
        reply.hijack();
        handle(request.raw, reply.raw);
      },
    });
  };
};
