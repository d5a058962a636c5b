import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';

/** The pair that s3rver knows. */
export const s3Key = 'S3RVER';
export const s3Secret = 'S3RVER';

const bucket = 'fae-files';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();

/**
 * Whether a request is signed as AWS documents it ("Signature Calculations for the Authorization
 * Header"). s3rver itself looks at the key's name only.
 */
const isSigned = ({ method = '', url = '', headers }: IncomingMessage): boolean => {
  const pattern =
    /^AWS4-HMAC-SHA256 Credential=(\w+)\/(\d{8})\/([\w-]+)\/s3\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/;
  const [, key, day = '', region = '', names = '', signature] =
    pattern.exec(headers.authorization ?? '') ?? [];
  const time = String(headers['x-amz-date']);
  const canonical = [
    method,
    url,
    '',
    ...names.split(';').map((name) => `${name}:${String(headers[name])}`),
    '',
    names,
    String(headers['x-amz-content-sha256']),
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`;
  const signingKey = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${s3Secret}`,
  );
  return key === s3Key && signature === hmac(signingKey, toSign).toString('hex');
};

const refuse = (response: ServerResponse, status: number, code: string): void => {
  response.writeHead(status, { 'Content-Type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message></Error>`);
};

/** Notes whether the bytes that arrive are those that have been signed, as the server reads them. */
const watchBody = (request: IncomingMessage, damaged: string[]): void => {
  const hash = createHash('sha256');
  const emit = request.emit.bind(request);
  request.emit = (event: string, ...values: unknown[]) => {
    if (event === 'data') hash.update(values[0] as Buffer);
    if (event === 'end' && request.method === 'PUT') {
      const signed = request.headers['x-amz-content-sha256'];
      if (signed !== hash.digest('hex')) damaged.push(request.url ?? '');
    }
    return emit(event, ...values);
  };
};

/** What the next requests get in place of an answer, one each. */
type Fault = 'busy' | 'hang up';

/** An S3 server of its own on a free port, with one bucket in a temporary folder. */
export const startS3 = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'fae-s3-'));
  const s3 = new S3rver({
    silent: true,
    directory,
    vhostBuckets: false,
    configureBuckets: [{ name: bucket }],
  });
  await s3.configureBuckets();
  const answer = s3.callback();
  const requests: string[] = [];
  const damaged: string[] = [];
  const faults: Fault[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.headers.range ?? ''}`.trim());
    const fault = faults.shift();
    if (fault === 'hang up') request.socket.destroy();
    else if (fault === 'busy') refuse(response, 503, 'SlowDown');
    else if (!isSigned(request)) refuse(response, 403, 'SignatureDoesNotMatch');
    else {
      watchBody(request, damaged);
      answer(request, response);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    endpoint,
    env: { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_KEY: s3Key, S3_SECRET: s3Secret },
    /** `METHOD range`, of everything that was asked. */
    requests,
    /** Paths whose bytes were others than those signed. */
    damaged,
    faults,
    /** How many objects are in the bucket. */
    objects: async () =>
      (await readdir(directory, { recursive: true })).filter((name) => name.endsWith('_object'))
        .length,
    close: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await rm(directory, { recursive: true, force: true });
    },
  };
};

export type S3 = Awaited<ReturnType<typeof startS3>>;
