// Serves a function as a platform does: files of public/ first, then the function.
//   node function.js <folder> <path of the function>
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getRequestListener } from '@hono/node-server';

const [, , folder, path] = process.argv;
const found = await import(pathToFileURL(join(folder, path)).href);
const handlerFor = (method) => found[method] ?? found.default;

const file = async (request) => {
  const { pathname } = new URL(request.url);
  const bytes = await readFile(join(folder, 'public', pathname)).catch(() => undefined);
  return bytes && new Response(bytes, { headers: { 'Content-Type': 'text/javascript' } });
};

const listener = getRequestListener(
  async (request) => (await file(request)) ?? handlerFor(request.method)(request, {}),
  { overrideGlobalObjects: false },
);
const server = createServer(listener).listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
