import express from 'express';
import { createProxy, toNode } from 'fae-widgets/proxy/node';

const app = express();
app.use(toNode(createProxy()));
app.use(express.json());
app.post('/echo', (request, response) => response.json(request.body));

const server = app.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
