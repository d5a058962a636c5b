/** A registered model on somebody else's server, which may be slow, wrong or hostile. */
import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import test, { after, afterEach, before, describe } from 'node:test';
import { HttpError } from '../../src/http/problem.ts';
import { createOutbound, type OutboundOptions } from '../../src/platform/outbound.ts';
import { isPublicAddress } from '../../src/platform/public-address.ts';
import { certificate, privateKey } from './certificate.ts';
import { glb, startPlatform, type TestPlatform } from './support.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const storage = async () => {
  let answer: Answer = (_, response) => response.writeHead(500).end();
  const requests: { method: string | undefined; range: string | undefined; key: unknown }[] = [];
  const server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
    const { method, headers } = request;
    requests.push({ method, range: headers.range, key: headers['x-api-key'] });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `localhost:${port}`,
    port,
    requests,
    answers: (next: Answer) => {
      answer = next;
      requests.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
};
type Storage = Awaited<ReturnType<typeof storage>>;

/** What a storage service does: whole files, ranges, entity tags. */
const serve =
  (bytes: Uint8Array): Answer =>
  (request, response) => {
    const common = { ETag: '"v1"', 'Accept-Ranges': 'bytes', 'X-Internal': 'storage' };
    if (request.headers['if-none-match'] === '"v1"') return response.writeHead(304, common).end();
    const [, start, end] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? [];
    if (start === undefined) {
      return response.writeHead(200, { ...common, 'Content-Length': bytes.length }).end(bytes);
    }
    if (Number(start) >= bytes.length) {
      const headers = { ...common, 'Content-Range': `bytes */${bytes.length}` };
      return response.writeHead(416, headers).end();
    }
    const part = bytes.subarray(Number(start), end ? Number(end) + 1 : undefined);
    const last = Number(start) + part.length - 1;
    return response
      .writeHead(206, {
        ...common,
        'Content-Length': part.length,
        'Content-Range': `bytes ${start}-${last}/${bytes.length}`,
      })
      .end(part);
  };

describe('A model on an allowed host', () => {
  let far: Storage;
  let server: TestPlatform;
  let path: string;
  const limits: Partial<OutboundOptions> = { headersTimeout: 300, idleTimeout: 300 };
  before(async () => {
    far = await storage();
    server = await startPlatform(
      { env: { FAE_MEDIA_HOSTS: far.host } },
      {
        services: {
          outbound: createOutbound({ allowPrivateHosts: true, ca: certificate, ...limits }),
        },
      },
    );
    const url = `https://${far.host}/chair.glb`;
    const { id } = await server.json(201, 'POST', '/api/models', { url });
    path = `/api/models/${id}/content`;
  });
  after(async () => {
    await server.close();
    await far.close();
  });

  const ask = (headers: Record<string, string> = {}, method = 'GET') =>
    server.call(method, path, undefined, headers);
  const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());
  const refusal = async (status: number) => server.json(status, 'GET', path);

  test('is streamed with its size and tag, and nothing else of the other side', async () => {
    far.answers(serve(glb()));
    const response = await ask();
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Content-Type'), 'model/gltf-binary');
    assert.equal(response.headers.get('Content-Length'), '100000');
    assert.equal(response.headers.get('ETag'), '"v1"');
    assert.equal(response.headers.get('X-Internal'), null);
    assert.deepEqual(await bytesOf(response), glb());
    assert.deepEqual(
      far.requests.map((it) => it.key),
      [undefined],
      'our key stays here',
    );
  });

  test('is streamed in part, once its beginning has been seen to be a GLB', async () => {
    far.answers(serve(glb()));
    const response = await ask({ Range: 'bytes=500-509' });
    assert.equal(response.status, 206);
    assert.equal(response.headers.get('Content-Range'), 'bytes 500-509/100000');
    assert.deepEqual(await bytesOf(response), glb().subarray(500, 510));
    assert.deepEqual(
      far.requests.map((it) => it.range),
      ['bytes=500-509', 'bytes=0-3'],
    );
    assert.deepEqual(await bytesOf(await ask({ Range: 'bytes=0-9' })), glb().subarray(0, 10));
    assert.deepEqual(await bytesOf(await ask({ Range: 'bytes=0-1' })), glb().subarray(0, 2));
  });

  test('answers conditions and impossible ranges as the other side does', async () => {
    far.answers(serve(glb()));
    assert.equal((await ask({ 'If-None-Match': '"v1"' })).status, 304);
    const beyond = await ask({ Range: 'bytes=100000-' });
    assert.equal(beyond.status, 416);
    assert.equal(beyond.headers.get('Content-Range'), 'bytes */100000');
    await beyond.text();
    const head = await ask({}, 'HEAD');
    assert.equal(head.status, 200);
    assert.equal(head.headers.get('Content-Length'), '100000');
  });

  const wrong: [string, Answer][] = [
    [
      'an HTML page that calls itself a GLB',
      (_, response) =>
        response
          .writeHead(200, { 'Content-Type': 'model/gltf-binary' })
          .end('<!doctype html><script>alert(1)</script>'),
    ],
    ['nothing', (_, response) => response.writeHead(200).end()],
    ['three bytes', (_, response) => response.writeHead(200).end('glT')],
    ['404', (_, response) => response.writeHead(404).end(glb(100))],
    [
      'a redirect to this machine',
      (_, response) => response.writeHead(302, { Location: 'https://127.0.0.1/' }).end(),
    ],
    ['nothing and hangs up', (request) => request.socket.destroy()],
    [
      'too little and hangs up',
      (request, response) => {
        response.writeHead(200, { 'Content-Length': 1000 }).write('g');
        setImmediate(() => request.socket.destroy());
      },
    ],
  ];
  for (const [what, answer] of wrong) {
    test(`is bad_upstream when the host answers ${what}`, async () => {
      far.answers(answer);
      assert.equal((await refusal(502))['code'], 'bad_upstream');
      assert.equal(far.requests.length, 1);
    });
  }

  test('is upstream_timeout when the host takes the request and says nothing', async () => {
    far.answers(() => undefined);
    assert.equal((await refusal(504))['code'], 'upstream_timeout');
  });

  test('breaks off, rather than seem complete, when the host dies in the middle', async () => {
    far.answers((request, response) => {
      response.writeHead(200, { 'Content-Length': 100_000 });
      response.write(glb().subarray(0, 50_000), () => request.socket.destroy());
    });
    const response = await ask();
    assert.equal(response.status, 200);
    await assert.rejects(response.arrayBuffer());
    far.answers(serve(glb()));
    assert.equal((await bytesOf(await ask())).length, 100_000, 'and the next one is well');
  });

  test('breaks off when the host stops in the middle', async () => {
    far.answers((_, response) => {
      response.writeHead(200, { 'Content-Length': 100_000 }).write(glb().subarray(0, 50_000));
    });
    await assert.rejects((await ask()).arrayBuffer());
  });
});

describe('The way out', () => {
  let far: Storage;
  before(async () => {
    far = await storage();
  });
  after(() => far.close());
  afterEach(() => far.answers((_, response) => response.writeHead(500).end()));

  const refusedWith = (code: string) => (error: unknown) =>
    error instanceof HttpError && error.code === code;

  for (const host of [
    '127.0.0.1',
    '[::1]',
    '10.0.0.1',
    '169.254.169.254',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
  ]) {
    test(`does not lead to ${host}`, async () => {
      const outbound = createOutbound({ allowPrivateHosts: false, ca: certificate });
      const url = new URL(`https://${host}:${far.port}/`);
      await assert.rejects(outbound(url), refusedWith('bad_upstream'));
      assert.equal(far.requests.length, 0);
    });
  }

  test('does not lead to a name that resolves to this machine', async () => {
    const outbound = createOutbound({ allowPrivateHosts: false, ca: certificate });
    const url = new URL(`https://localhost:${far.port}/`);
    await assert.rejects(outbound(url), refusedWith('bad_upstream'));
    assert.equal(far.requests.length, 0);
  });

  /** A name server that answers as told, once for each look-up. */
  const resolver = (answers: LookupAddress[][]) => {
    const lookup = (_: string, __: unknown, callback: (...args: unknown[]) => void) =>
      callback(null, answers.shift() ?? []);
    return lookup as NonNullable<OutboundOptions['lookup']>;
  };
  const here = { address: '127.0.0.1', family: 4 };
  const abroad = { address: '93.184.215.14', family: 4 };

  test('does not lead to a name of which one address is private', async () => {
    const lookup = resolver([[abroad, here]]);
    const outbound = createOutbound({ allowPrivateHosts: false, ca: certificate, lookup });
    const url = new URL(`https://media.example:${far.port}/`);
    await assert.rejects(outbound(url), refusedWith('bad_upstream'));
  });

  test('looks a name up at every connection, so a name that moves gains nothing', async () => {
    const answers = [[here], [here]];
    const lookup = resolver(answers);
    const outbound = createOutbound({ allowPrivateHosts: false, ca: certificate, lookup });
    const url = new URL(`https://media.example:${far.port}/`);
    await assert.rejects(outbound(url), refusedWith('bad_upstream'));
    await assert.rejects(outbound(url), refusedWith('bad_upstream'));
    assert.equal(answers.length, 0);
    assert.equal(far.requests.length, 0);
  });

  test('is by https alone', async () => {
    const outbound = createOutbound({ allowPrivateHosts: true });
    await assert.rejects(outbound(new URL('http://a.example/')), refusedWith('bad_upstream'));
  });

  test('asks for a certificate that is trusted', async () => {
    const outbound = createOutbound({ allowPrivateHosts: true });
    const url = new URL(`https://localhost:${far.port}/`);
    await assert.rejects(outbound(url), refusedWith('bad_upstream'));
  });

  test('brings in no more bytes than allowed', async () => {
    far.answers(serve(glb()));
    const limits = { allowPrivateHosts: true, ca: certificate, maxBytes: 50_000 };
    const { body } = await createOutbound(limits)(new URL(`https://localhost:${far.port}/`));
    await assert.rejects(new Response(body).arrayBuffer());
  });
});

describe('An address', () => {
  const cases: [boolean, string[]][] = [
    [true, ['93.184.215.14', '8.8.8.8', '2606:4700::1111', '172.32.0.1', '100.128.0.1']],
    [
      false,
      [
        '0.0.0.0',
        '10.1.2.3',
        '100.64.0.1',
        '127.0.0.1',
        '169.254.169.254',
        '172.16.0.1',
        '172.31.255.255',
        '192.168.1.1',
        '198.18.0.1',
        '224.0.0.1',
        '255.255.255.255',
        '::',
        '::1',
        '::ffff:10.0.0.1',
        '::ffff:8.8.8.8',
        '64:ff9b::a00:1',
        'fe80::1',
        'fc00::1',
        'ff02::1',
        '2001:db8::1',
        '2002:a00:1::',
        'localhost',
        '',
      ],
    ],
  ];
  for (const [expected, addresses] of cases) {
    for (const address of addresses) {
      test(`${address || '(none)'} ${expected ? 'is' : 'is not'} of the public internet`, () => {
        assert.equal(isPublicAddress(address), expected);
      });
    }
  }
});
