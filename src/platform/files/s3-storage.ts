import { createReadStream } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { ReadableStream as NodeStream } from 'node:stream/web';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request, type Dispatcher } from 'undici';
import { HttpError } from '../../http/problem.ts';
import type { S3Settings } from './s3-settings.ts';
import type { Incoming, Storage } from './storage.ts';

type Log = (event: Readonly<Record<string, unknown>>) => void;

interface Call {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly key: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Anew for every attempt. */
  readonly bytes?: Incoming;
  readonly signal?: AbortSignal | undefined;
}

/** A busy service says so, and a connection may just have been closed by the other side. */
const attempts = 3;
const firstPause = 100;

const unavailable = (): HttpError =>
  new HttpError(503, 'unavailable', 'The file storage cannot be reached right now.', {
    headers: { 'Retry-After': '5' },
  });

const loadSigner = async () => {
  try {
    const { AwsV4Signer } = await import('aws4fetch');
    return AwsV4Signer;
  } catch (cause) {
    throw new TypeError('Files on S3 need a signer: run "npm install aws4fetch".', { cause });
  }
};

/** The service's own word for what is wrong, out of its XML: `NoSuchKey`, `AccessDenied`. */
const faultOf = async (body: Dispatcher.ResponseData['body']): Promise<string | undefined> => {
  let text = '';
  for await (const chunk of body) {
    text += String(chunk);
    if (text.length > 4096) break;
  }
  return /<Code>(\w{1,64})<\/Code>/.exec(text)?.[1];
};

const bodyOf = ({ from }: Incoming) => (typeof from === 'string' ? createReadStream(from) : from);

const lengthOf = (headers: IncomingHttpHeaders): number => Number(headers['content-length']);

/**
 * A bucket of S3-compatible storage. Bytes go through in a stream, signed by their hash, so that the
 * service refuses what arrives damaged.
 *
 * @throws {TypeError} where the package that signs requests is not installed
 */
export const s3Storage = async (settings: S3Settings, log: Log): Promise<Storage> => {
  const { base, key: accessKeyId, secret: secretAccessKey, region } = settings;
  const Signer = await loadSigner();
  const agent = new Agent({
    connect: { timeout: 5_000 },
    headersTimeout: 15_000,
    bodyTimeout: 30_000,
  });

  const attempt = async ({ method, key, headers, bytes, signal }: Call) => {
    const signed = await new Signer({
      method,
      url: `${base}/${key}`,
      service: 's3',
      accessKeyId,
      secretAccessKey,
      ...(region !== undefined && { region }),
      headers: { ...headers, ...(bytes && { 'X-Amz-Content-Sha256': bytes.sha256 }) },
    }).sign();
    return request(signed.url, {
      dispatcher: agent,
      method,
      headers: {
        ...Object.fromEntries(signed.headers),
        ...(bytes && { 'Content-Length': String(bytes.size) }),
      },
      ...(bytes && { body: bodyOf(bytes) }),
      ...(signal && { signal }),
    });
  };

  /** Sends until there is an answer that sending it again would not change. */
  const send = async (call: Call, good: readonly number[]) => {
    for (let round = 1; ; round += 1) {
      let fault: Readonly<Record<string, unknown>>;
      let isLast = round === attempts;
      try {
        const answer = await attempt(call);
        const { statusCode: status, body } = answer;
        if (good.includes(status)) return answer;
        fault = { status, code: await faultOf(body) };
        isLast ||= status < 500 && status !== 429;
      } catch (error) {
        call.signal?.throwIfAborted();
        fault = { error: error instanceof Error ? error.message : String(error) };
      }
      if (isLast) {
        log({ event: 'storage_failed', method: call.method, ...fault });
        throw unavailable();
      }
      await pause(firstPause * round);
    }
  };

  return {
    put: async (key, bytes) => {
      const headers = { 'Content-Type': bytes.type };
      const { body } = await send({ method: 'PUT', key, headers, bytes }, [200]);
      await body.dump();
    },

    open: async (key, start, end, signal) => {
      const headers = { Range: `bytes=${start}-${end - 1}` };
      const answer = await send({ method: 'GET', key, headers, signal }, [200, 206, 404]);
      const { statusCode, body } = answer;
      if (statusCode === 404) {
        await body.dump();
        return undefined;
      }
      if (lengthOf(answer.headers) !== end - start) {
        body.destroy();
        log({ event: 'storage_failed', method: 'GET', error: 'another size than was asked for' });
        throw unavailable();
      }
      return NodeStream.from(body) as ReadableStream<Uint8Array<ArrayBuffer>>;
    },

    remove: async (key) => {
      const { statusCode, body } = await send({ method: 'DELETE', key }, [200, 204, 404]);
      await body.dump();
      return statusCode !== 404;
    },

    close: () => agent.destroy(),
  };
};
