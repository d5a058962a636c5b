import express from 'express';
import { createProxy, toNode } from 'fae-widgets/proxy/node';

const app = express();
app.use(express.json(), express.urlencoded({ extended: true }), express.text(), express.raw());
// Express takes "/fae" off the path that the proxy is given.
app.use('/fae', toNode(createProxy()));
app.post('/echo', (request, response) => response.json(request.body));

const server = app.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
