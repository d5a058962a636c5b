// Calls the handlers as Vercel calls a function with web-standard signatures, with the headers that
// its edge writes over whatever a visitor has sent and with the context that its runtime passes:
// https://vercel.com/docs/headers/request-headers, https://vercel.com/docs/functions/functions-api-reference.
// What only Vercel itself could prove: that its edge does so, that it streams, and that it tells a
// function of a visitor who leaves.
import { createAdaptorServer } from '@hono/node-server';
import { createProxy } from 'fae-widgets/proxy';

const handlers = createProxy();

const server = createAdaptorServer({
  overrideGlobalObjects: false,
  fetch: (request, { incoming }) => {
    const address = incoming.socket.remoteAddress;
    const headers = new Headers(request.headers);
    headers.set('x-forwarded-for', address);
    headers.set('x-real-ip', address);
    headers.set('x-vercel-forwarded-for', address);
    headers.set('x-vercel-id', 'fra1::abcde-1700000000000-0123456789ab');
    const { method, body, signal } = request;
    const handler = handlers[method];
    if (!handler) return new Response(null, { status: 405 });
    const passed = new Request(request.url, { method, headers, body, signal, duplex: 'half' });
    return handler(passed, { waitUntil: (work) => void work });
  },
});
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
