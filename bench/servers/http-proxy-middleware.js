// The peer that most people know: Express with http-proxy-middleware.
//   node http-proxy-middleware.js UPSTREAM KEY
import { Agent } from 'node:http';
import express from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';

const [upstream, key] = process.argv.slice(2);
const app = express();
app.use(
  createProxyMiddleware({
    target: new URL(upstream).origin,
    agent: new Agent({ keepAlive: true, maxSockets: 256 }),
    headers: { 'x-api-key': key },
  }),
);
const server = app.listen(0, '127.0.0.1', () => {
  console.error(`ready http://127.0.0.1:${server.address().port}`);
});
