import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import { mswPlugin } from './test/support/msw-plugin.js';
import { chromeFlags, findChrome } from './scripts/chrome.js';
const port = Number(process.env.WTR_PORT ?? 4651);
const sample = { productId: '64f1c0ffee64f1c0ffee64f1', soldOutProductId: '64f1c0ffee64f1c0ffee64f2' };
let origin;
const server = createServer(async (req, res) => {
  const headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*', 'Access-Control-Expose-Headers': '*' };
  const send = (status, body, type='application/json') => { res.writeHead(status, { ...headers, 'Content-Type': type }); res.end(typeof body === 'string' ? body : JSON.stringify(body)); };
  if (req.method === 'OPTIONS') return send(204, '');
  const url = new URL(req.url, origin);
  if (url.pathname.startsWith('/checkout/')) return send(200, '<!doctype html><title>pay</title><h1>Test checkout</h1>', 'text/html');
  const m = url.pathname.match(/product\/(.+)$/);
  if (m) return Object.values(sample).includes(m[1]) ? send(200, { id: m[1], name: m[1].endsWith('1') ? 'Moonrise print' : 'Gone', description: 'A print on heavy paper.', amount: 4900, currency: 'eur', images: [`${origin}/image.svg`] }) : send(404, { error: 'no', code: 'not_found' });
  if (url.pathname.endsWith('/image.svg')) return send(200, '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3" fill="teal"/></svg>', 'image/svg+xml');
  if (url.pathname.endsWith('/checkout')) {
    let text = ''; for await (const c of req) text += c;
    const body = JSON.parse(text);
    if (body.productId === sample.soldOutProductId) return send(400, { error: 'x', code: 'sold_out' });
    return send(200, { url: `${origin}/checkout/abc` });
  }
  send(404, {});
});
await new Promise((r) => server.listen(0, '127.0.0.1', r));
origin = `http://localhost:${server.address().port}`;
const platformPlugin = {
  name: 'platform',
  serve: async ({ path }) => {
    if (path === '/mockServiceWorker.js') return { body: await readFile(new URL(import.meta.resolve('msw/mockServiceWorker.js')), 'utf8'), type: 'js' };
    if (path !== '/servers.json') return undefined;
    return { body: JSON.stringify({ endpoint: `${origin}/fae`, origin, sample }), type: 'json' };
  },
  serverStop: () => server.close(),
};
export default {
  files: ['test/elements/checkout/*.test.ts'], port, nodeResolve: true, concurrency: 2, testsFinishTimeout: 25_000,
  testFramework: { config: { timeout: 15_000, ...(process.env.GREP && { grep: process.env.GREP }) } },
  browsers: [chromeLauncher({ launchOptions: { executablePath: findChrome(), args: chromeFlags }, createPage: ({ context }) => context.newPage({ type: 'window' }) })],
  plugins: [mswPlugin(), esbuildPlugin({ ts: true, target: 'es2022' }), platformPlugin],
};
