// Calls the handler as Netlify calls a function: with the request and a context that knows the
// visitor's address, https://docs.netlify.com/functions/api. What only Netlify itself could prove: that
// it streams, and that it tells a function of a visitor who leaves.
import { createAdaptorServer } from '@hono/node-server';
import { createProxy } from 'fae-widgets/proxy';

const handler = createProxy().fetch;

const server = createAdaptorServer({
  overrideGlobalObjects: false,
  fetch: (request, { incoming }) => {
    const address = incoming.socket.remoteAddress;
    const headers = new Headers(request.headers);
    headers.set('x-nf-client-connection-ip', address);
    headers.set('x-forwarded-for', `${address}, 100.64.0.1`);
    const { method, body, signal } = request;
    const passed = new Request(request.url, { method, headers, body, signal, duplex: 'half' });
    return handler(passed, {
      ip: address,
      geo: {},
      params: {},
      requestId: '01H0000000000000000000000',
      site: { id: 'site', name: 'shop', url: 'https://shop.example' },
      waitUntil: (work) => void work,
    });
  },
});
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
