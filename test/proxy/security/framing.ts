/** Requests about whose length two servers could disagree, each with another one hidden behind it. */
import { chunked, shop } from './raw-socket.ts';

const common = `Host: localhost\r\nOrigin: ${shop}\r\n`;
const products = '/payments/embed/product/64b5f0c2a1d3e4f5a6b7df';
const product = `/fae${products}01`;
const smuggled = `GET /fae${products}02 HTTP/1.1\r\n${common}\r\n`;

/** What the upstream is asked for because of the first requests, and because of the hidden ones. */
export const openPath = `/api${products}01`;
export const hiddenPath = `/api${products}02`;

export const lastId = 'the-last-one';

/** The end of every connection: where it is answered, the server knows where the first request ended. */
const last = `GET /fae/-/health HTTP/1.1\r\n${common}X-Request-Id: ${lastId}\r\nConnection: close\r\n\r\n`;

const post = (headers: string, body: string): string =>
  `POST /fae/tts HTTP/1.1\r\n${common}Content-Type: application/json\r\n${headers}\r\n\r\n${body}`;

const read = (headers: string): string => `GET ${product} HTTP/1.1\r\n${common}${headers}\r\n\r\n`;

/** To be refused as a whole. */
export const malformedFraming: Readonly<Record<string, string>> = {
  'a length and pieces': post(
    'Content-Length: 5\r\nTransfer-Encoding: chunked',
    `0\r\n\r\n${smuggled}`,
  ),
  'pieces and a length': post(
    'Transfer-Encoding: chunked\r\nContent-Length: 5',
    `0\r\n\r\n${smuggled}`,
  ),
  'two lengths': post('Content-Length: 0\r\nContent-Length: 5', smuggled),
  'two lengths in one': post('Content-Length: 0, 5', smuggled),
  'a length with a sign': post('Content-Length: +5', smuggled),
  'a negative length': post('Content-Length: -1', smuggled),
  'a length in hexadecimal': post('Content-Length: 0x5', smuggled),
  'a space before the colon': post('Content-Length : 5', smuggled),
  'an unknown coding': post('Transfer-Encoding: xchunked', `0\r\n\r\n${smuggled}`),
  'two codings': post(
    'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity',
    `0\r\n\r\n${smuggled}`,
  ),
  'a coding behind an odd space': post('Transfer-Encoding: \x0bchunked', `0\r\n\r\n${smuggled}`),
  'a coding in a folded line': post('Transfer-Encoding:\r\n chunked', `0\r\n\r\n${smuggled}`),
  'a folded line': read('X-Folded: a\r\n b'),
  'a bare line feed': read('X-Bare: a\nX-Other: b'),
  'bare line feeds alone': read('Connection: close').replaceAll('\r\n', '\n'),
  'a bare carriage return': read('X-Bare: a\rTransfer-Encoding: chunked'),
  'a zero byte in a value': read('X-Zero: a\0b'),
  'a zero byte in a name': read('X-\0Zero: b'),
  'a zero byte in the path': read('Connection: close').replace(product, `${product}\0`),
  'a space in a name': read('X Space: b'),
  'pieces of negative size': post('Transfer-Encoding: chunked', `-1\r\n{}\r\n0\r\n\r\n${smuggled}`),
  'pieces of a size beyond all numbers': post(
    'Transfer-Encoding: chunked',
    `ffffffffffffffff1\r\n{}\r\n0\r\n\r\n${smuggled}`,
  ),
  'pieces with bare line feeds': post('Transfer-Encoding: chunked', `2\n{}\n0\n\n${smuggled}`),
  'a header of 20 kB': read(`X-Long: ${'a'.repeat(20_000)}`),
  'a path of 20 kB': read('Connection: close').replace(product, `${product}${'a'.repeat(20_000)}`),
  '2,000 headers': read(
    Array.from({ length: 2_000 }, (_, index) => `X-Many-${index}: b`).join('\r\n'),
  ),
  'no HTTP at all': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n',
};

/** Odd but clear: the first is answered, what is in its body is not, and then the last one is. */
export const wellFormedFraming: Readonly<Record<string, string>> = {
  'a read with a body': read(`Content-Length: ${smuggled.length}`) + smuggled + last,
  'a DELETE in pieces': `DELETE /fae/models/64b5f0c2a1d3e4f5a6b7df01 HTTP/1.1\r\n${common}Transfer-Encoding: chunked\r\n\r\n${chunked(smuggled)}${last}`,
  'an OPTIONS in pieces': `OPTIONS ${product} HTTP/1.1\r\n${common}Transfer-Encoding: chunked\r\n\r\n${chunked(smuggled)}${last}`,
  'a refused post': `POST /fae/nothing HTTP/1.1\r\n${common}Content-Length: ${smuggled.length}\r\n\r\n${smuggled}${last}`,
};
