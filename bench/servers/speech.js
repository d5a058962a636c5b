// An upstream that speaks: each piece begins with the time at which it was written, in nanoseconds of
// the clock that all processes of a machine share.
//   node speech.js BYTES
import { createServer } from 'node:http';

const pieces = 20;
const pieceBytes = Number(process.argv[2]);
const pause = 25;

const piece = () => {
  const bytes = Buffer.alloc(pieceBytes);
  bytes.writeBigUInt64BE(process.hrtime.bigint());
  return bytes;
};

const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'Content-Type': 'audio/wav' });
  let written = 0;
  const speak = () => {
    response.write(piece());
    written += 1;
    if (written < pieces) setTimeout(speak, pause);
    else response.end();
  };
  speak();
});
server.listen(0, '127.0.0.1', () => {
  console.error(`ready http://127.0.0.1:${server.address().port}`);
});
