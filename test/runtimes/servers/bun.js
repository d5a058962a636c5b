import { createProxy } from 'fae-widgets/proxy';

const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: createProxy().fetch });
console.log(`http://127.0.0.1:${server.port}`);
