import type { Env } from '../engines/mode.ts';

export interface S3Settings {
  /** With the bucket: `https://s3.example/bucket`, no slash at the end. */
  readonly base: string;
  readonly key: string;
  readonly secret: string;
  /** Told by the host of well-known services; `us-east-1` for others where it is not given. */
  readonly region: string | undefined;
}

const names = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_KEY', 'S3_SECRET'] as const;

const endpointOf = (text: string): string => {
  const url = URL.parse(text);
  const isHttp = url && ['http:', 'https:'].includes(url.protocol);
  if (!isHttp || url.username || url.password || url.search || url.hash) {
    throw new TypeError('S3_ENDPOINT must be an http or https URL without key or query.');
  }
  return url.href.replace(/\/+$/, '');
};

/**
 * The bucket that the environment names, addressed by its path, as every service takes it.
 *
 * @returns `undefined` where it names none
 * @throws {TypeError} where it does so in part, or with a value that makes no sense; never with a value
 */
export const s3Settings = (env: Env): S3Settings | undefined => {
  const [endpoint, bucket, key, secret] = names.map((name) => env[name]?.trim() ?? '');
  if (!endpoint && !bucket && !key && !secret) return undefined;
  if (!endpoint || !bucket || !key || !secret) {
    const missing = names.filter((name) => !env[name]?.trim());
    throw new TypeError(`Files on S3 need ${names.join(', ')}: ${missing.join(', ')} is missing.`);
  }
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new TypeError(
      'S3_BUCKET must be the name of a bucket: small letters, digits, - and dots.',
    );
  }
  const region = env['S3_REGION']?.trim() || undefined;
  return { base: `${endpointOf(endpoint)}/${bucket}`, key, secret, region };
};
