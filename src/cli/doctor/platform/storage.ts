import { readSetUp, type SetUp } from '../../../platform/index.ts';
import { findingsAbout, type Check, type Finding } from '../finding.ts';
import { isInstalled } from '../machine.ts';

const { ok, warning, problem } = findingsAbout('File storage');

type Bucket = NonNullable<SetUp['bucket']>;

/** No stored file has this name. */
const nobody = 'files/00/doctor';

/** Asks for what is not there, which tells whether bucket and key are known; nothing is written. */
const ask = async ({ base, key, secret, region }: Bucket, waitMs: number) => {
  const { AwsV4Signer } = await import('aws4fetch');
  const { url, headers } = await new AwsV4Signer({
    method: 'GET',
    url: `${base}/${nobody}`,
    service: 's3',
    accessKeyId: key,
    secretAccessKey: secret,
    ...(region !== undefined && { region }),
  }).sign();
  const signal = AbortSignal.timeout(waitMs);
  const response = await fetch(url, { headers, redirect: 'manual', signal });
  const code = /<Code>(\w{1,64})<\/Code>/.exec(await response.text())?.[1];
  return { status: response.status, code };
};

const findingOn = (status: number, code: string | undefined, host: string): Finding => {
  const said = code ?? String(status);
  if (status === 200 || code === 'NoSuchKey') return ok(`${host} takes key and bucket.`);
  if (code === 'NoSuchBucket') {
    return problem(`${host} has no such bucket.`, 'Make it there, or mend S3_BUCKET.');
  }
  if (code === 'AccessDenied') {
    return warning(
      `${host} does not say whether the key may read the bucket (AccessDenied).`,
      'Allow it GetObject, PutObject, DeleteObject and ListBucket.',
    );
  }
  if (status === 401 || status === 403) {
    return problem(`${host} refuses the key (${said}).`, 'Mend S3_KEY, S3_SECRET or S3_REGION.');
  }
  return problem(`${host} answers something else than S3 does (${said}).`, 'Mend S3_ENDPOINT.');
};

const reasonOf = (error: unknown): string => {
  const { cause } = error as { cause?: unknown };
  const { code, name } = (cause ?? error) as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : String(name);
};

/** The bucket that files are kept in: whether it can be reached, and takes the key. */
export const storage: Check = async ({ env, waitMs }) => {
  const { bucket } = await readSetUp(env);
  // What is wrong with the settings, or missing, is told among them.
  if (!bucket || !isInstalled('aws4fetch')) return [];
  const { host } = new URL(bucket.base);
  try {
    const { status, code } = await ask(bucket, waitMs);
    return [findingOn(status, code, host)];
  } catch (error) {
    const fix = 'Start it, or mend S3_ENDPOINT; see whether this machine may reach it.';
    return [problem(`${host} cannot be reached (${reasonOf(error)}).`, fix)];
  }
};
