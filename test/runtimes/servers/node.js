import { createServer } from 'node:http';
import { createProxy, toNode } from 'fae-widgets/proxy/node';

const server = createServer(toNode(createProxy()));
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
