// The peer most like ours in kind: Fastify with @fastify/reply-from, which forwards with undici.
//   node reply-from.js UPSTREAM KEY
import replyFrom from '@fastify/reply-from';
import Fastify from 'fastify';

const [upstream, key] = process.argv.slice(2);
const { origin } = new URL(upstream);
const app = Fastify();
app.register(replyFrom, { base: origin, undici: { connections: 256, pipelining: 1 } });
// A proxy has no business in the body.
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', (request, payload, done) => done(null, payload));
app.all('/api/*', (request, reply) =>
  reply.from(request.url, {
    rewriteRequestHeaders: (_, headers) => ({ ...headers, 'x-api-key': key }),
  }),
);
await app.listen({ port: 0, host: '127.0.0.1' });
console.error(`ready http://127.0.0.1:${app.server.address().port}`);
