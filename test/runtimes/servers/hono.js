import { serve } from '@hono/node-server';
import { createProxy } from 'fae-widgets/proxy';
import { Hono } from 'hono';

const proxy = createProxy();
const app = new Hono();
app.all('/fae/*', (c) => proxy.fetch(c.req.raw, c.env));
app.post('/echo', async (c) => c.json(await c.req.json()));

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`http://127.0.0.1:${port}`);
});
