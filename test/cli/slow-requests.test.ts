/** How long clients may take to send a request, and which ones may take longer. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import test, { describe, type TestContext } from 'node:test';
import { cutSlowRequests } from '../../src/cli/slow-requests.ts';

/** Milliseconds for a request; of an upload some must come in so long. */
const within = 100;

const started = async (t: TestContext, listener: RequestListener) => {
  const server = createServer({ requestTimeout: 0 }, listener);
  cutSlowRequests(server, within);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
};

/** Reads all of a request before it answers with how much that was. */
const reading: RequestListener = (request, response) => {
  let bytes = 0;
  request.on('data', (piece: Buffer) => (bytes += piece.length));
  request.on('end', () => response.end(String(bytes)));
};

/** Answers at once, as whoever refuses a request does. */
const refusing: RequestListener = (_, response) => {
  response.writeHead(401).end('No.');
};

const head = (type: string, length: number): string =>
  `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`;

const form = 'multipart/form-data; boundary=x';

/** Sends a request whose body comes piece by piece, and gives all that comes back until the end. */
const send = (
  t: TestContext,
  port: number,
  type: string,
  { pieces, size }: { readonly pieces: number; readonly size: number },
): Promise<{ readonly answer: string; readonly sent: number }> =>
  new Promise((resolve) => {
    const socket: Socket = connect(port, '127.0.0.1');
    t.after(() => socket.destroy());
    socket.on('error', () => undefined);
    socket.write(head(type, pieces * size));
    let [answer, sent] = ['', 0];
    const piece = 'a'.repeat(size);
    const drops = setInterval(() => {
      if (sent === pieces) return;
      socket.write(piece);
      sent += 1;
    }, 20);
    const end = () => {
      clearInterval(drops);
      resolve({ answer, sent });
    };
    socket.on('data', (data) => {
      answer += String(data);
      if (sent === pieces) end();
    });
    socket.on('close', end);
  });

describe('A request that is not all there in time', () => {
  test('is cut off, whatever it brings', async (t) => {
    const port = await started(t, reading);
    const { answer, sent } = await send(t, port, 'application/json', { pieces: 100, size: 100 });
    assert.match(answer, /^HTTP\/1\.1 408 /);
    assert.ok(sent < 20, `${sent} pieces were taken`);
  });

  test('may take longer where it is an upload that goes on', async (t) => {
    const port = await started(t, reading);
    const { answer, sent } = await send(t, port, form, { pieces: 30, size: 100 });
    assert.equal(sent, 30);
    assert.match(answer, /^HTTP\/1\.1 200 [^]*\r\n3000$/);
  });

  test('is cut off where it is an upload that only drips', async (t) => {
    const port = await started(t, reading);
    const { answer, sent } = await send(t, port, form, { pieces: 1000, size: 1 });
    assert.match(answer, /^HTTP\/1\.1 408 /);
    assert.ok(sent < 20, `${sent} pieces were taken`);
  });

  test('is cut off where it is an upload that nobody wants', async (t) => {
    const port = await started(t, refusing);
    const { answer, sent } = await send(t, port, form, { pieces: 1000, size: 100 });
    assert.match(answer, /^HTTP\/1\.1 401 [^]*No\.\r\n0\r\n\r\n$/);
    assert.ok(sent < 20, `${sent} pieces were taken`);
  });

  test('does not disturb one that is there and waits for its answer', async (t) => {
    const port = await started(t, (request, response) => {
      request.resume();
      request.on('end', () => setTimeout(() => response.end('late'), 3 * within));
    });
    const body = 'x'.repeat(100);
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
    assert.equal(await response.text(), 'late');
  });
});
