import fastify from 'fastify';
import { createProxy, toFastify } from 'fae-widgets/proxy/node';

const app = fastify();
app.register(toFastify(createProxy()));
app.post('/echo', async (request) => request.body);

console.log(await app.listen({ port: 0, host: '127.0.0.1' }));
