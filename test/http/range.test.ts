import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { contentResponse, parseRange, type Content } from '../../src/http/range.ts';

describe('A Range header of a file of 100 bytes', () => {
  const cases: [string | null, ReturnType<typeof parseRange>][] = [
    [null, undefined],
    ['bytes=0-0', { start: 0, end: 1 }],
    ['bytes=0-9', { start: 0, end: 10 }],
    ['bytes=90-', { start: 90, end: 100 }],
    ['bytes=90-1000', { start: 90, end: 100 }],
    ['bytes=-10', { start: 90, end: 100 }],
    ['bytes=-1000', { start: 0, end: 100 }],
    ['Bytes=5-6', { start: 5, end: 7 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=99999999999999999999-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=9-5', undefined],
    ['bytes=-', undefined],
    ['bytes=0-1,5-6', undefined],
    ['items=0-1', undefined],
    ['bytes=a-b', undefined],
    ['bytes=0x1-2', undefined],
  ];
  for (const [header, expected] of cases) {
    test(`${header} asks for ${expected ? JSON.stringify(expected) : 'the whole'}`, () => {
      assert.deepEqual(parseRange(header, 100), expected);
    });
  }

  test('no range of an empty file can be satisfied', () => {
    assert.equal(parseRange('bytes=0-', 0), 'unsatisfiable');
    assert.equal(parseRange('bytes=-5', 0), 'unsatisfiable');
  });
});

describe('A file that is read over HTTP', () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, index) => index);
  let opened = 0;
  const content: Content = {
    size: 100,
    etag: '"abc"',
    type: 'image/png',
    open: (start, end) => {
      opened += 1;
      return new Blob([bytes.subarray(start, end)]).stream();
    },
  };
  const ask = (headers: Record<string, string> = {}, method = 'GET') =>
    contentResponse(new Request('http://x/', { method, headers }), content, { 'X-More': 'yes' });
  const bodyOf = async (response: Response) => [...new Uint8Array(await response.arrayBuffer())];

  test('comes whole without a range', async () => {
    const response = ask();
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Content-Length'), '100');
    assert.equal(response.headers.get('Accept-Ranges'), 'bytes');
    assert.equal(response.headers.get('ETag'), '"abc"');
    assert.equal(response.headers.get('Content-Type'), 'image/png');
    assert.equal(response.headers.get('X-More'), 'yes');
    assert.deepEqual(await bodyOf(response), [...bytes]);
  });

  test('comes in part', async () => {
    const response = ask({ Range: 'bytes=10-19' });
    assert.equal(response.status, 206);
    assert.equal(response.headers.get('Content-Range'), 'bytes 10-19/100');
    assert.equal(response.headers.get('Content-Length'), '10');
    assert.deepEqual(await bodyOf(response), [...bytes.subarray(10, 20)]);
  });

  test('comes whole for several ranges', async () => {
    assert.equal(ask({ Range: 'bytes=0-1,3-4' }).status, 200);
  });

  test('tells its size where the range lies outside', async () => {
    const response = ask({ Range: 'bytes=100-' });
    assert.equal(response.status, 416);
    assert.equal(response.headers.get('Content-Range'), 'bytes */100');
    assert.equal(((await response.json()) as { code: string }).code, 'range_not_satisfiable');
  });

  for (const known of ['"abc"', 'W/"abc"', '"x", "abc"', '*']) {
    test(`is not sent again to whoever has ${known}`, () => {
      const response = ask({ 'If-None-Match': known, Range: 'bytes=0-1' });
      assert.equal(response.status, 304);
      assert.equal(response.body, null);
      assert.equal(response.headers.get('ETag'), '"abc"');
    });
  }

  test('is sent to whoever has another version', () => {
    assert.equal(ask({ 'If-None-Match': '"old"' }).status, 200);
  });

  test('is resumed only on the version that was begun', () => {
    const range = { Range: 'bytes=50-' };
    assert.equal(ask({ ...range, 'If-Range': '"abc"' }).status, 206);
    for (const other of ['"old"', 'W/"abc"', 'Sat, 01 Jan 2022 00:00:00 GMT']) {
      assert.equal(ask({ ...range, 'If-Range': other }).status, 200);
    }
  });

  test('is not opened for HEAD, which gives the headers of the whole', () => {
    const before = opened;
    const response = ask({ Range: 'bytes=0-1' }, 'HEAD');
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Content-Length'), '100');
    assert.equal(response.body, null);
    assert.equal(opened, before);
  });
});
