import {
  commaList,
  findingsAbout,
  isLocal,
  only,
  type Check,
  type Finding,
  type Patient,
} from './finding.ts';
import { refusal } from './settings.ts';
import { version } from '../package.ts';

const { ok, note, warning, problem } = findingsAbout('Address');

const form = (url: URL): readonly Finding[] => [
  ...(url.protocol === 'http:' && !isLocal(url.hostname)
    ? [
        warning(
          `FAE_PUBLIC_URL is ${url.origin}: what visitors send can be read on the way.`,
          'Put TLS in front (deploy/nginx, deploy/caddy), and set FAE_PUBLIC_URL to the https address.',
        ),
      ]
    : []),
  ...(url.pathname !== '/' || url.search !== '' || url.hash !== ''
    ? [
        warning(
          `Of FAE_PUBLIC_URL only ${url.origin} counts.`,
          'Set it to that; the path of the endpoint is FAE_BASE_PATH (/fae).',
        ),
      ]
    : []),
];

/** Where TLS ends before the proxy, somebody stands in front of it. */
const front = (url: URL, trusted: string): readonly Finding[] => {
  const everybody = commaList(trusted).find((it) => /\/0$/.test(it));
  if (everybody !== undefined) {
    return [
      problem(
        `FAE_TRUST_PROXY trusts ${everybody}: every visitor can choose the address that is counted.`,
        'Name only the addresses of your own proxies, 10.0.0.0/8 or loopback for example.',
      ),
    ];
  }
  if (trusted === '' && url.protocol === 'https:' && !isLocal(url.hostname)) {
    return [
      warning(
        'TLS ends in front of this proxy, but FAE_TRUST_PROXY is not set: all visitors share one budget.',
        'Set it to what stands in front: loopback, addresses, ranges, cloudflare.',
      ),
    ];
  }
  return [];
};

const versionOf = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'version' in body && typeof body.version === 'string'
    ? body.version
    : undefined;

/** Asks whoever answers at the public address whether it is the proxy. */
const running = async (url: URL, { env, waitMs }: Patient): Promise<Finding> => {
  const basePath = (env['FAE_BASE_PATH'] || '/fae').replace(/\/+$/, '');
  const address = `${url.origin}${basePath}/-/health`;
  try {
    const response = await fetch(address, {
      redirect: 'manual',
      signal: AbortSignal.timeout(waitMs),
    });
    const body: unknown = await response.json().catch(() => undefined);
    const found = versionOf(body);
    if (response.status !== 200 || found === undefined) {
      return warning(
        `Something else than this proxy answers at ${address} (${response.status}).`,
        `Have what stands in front pass ${basePath}/ on, path unchanged.`,
      );
    }
    if (found === version()) return ok(`The proxy answers at ${address}.`);
    return warning(
      `At ${address} answers version ${found}; this is ${version()}.`,
      'Deploy again, or check with the version that runs there.',
    );
  } catch {
    return note(`Nothing answers at ${address} yet, or it is not reached from here.`);
  }
};

/** Where the proxy is reached, and who stands in front of it. */
export const publicUrl: Check = async (patient) => {
  const { env } = patient;
  const text = env['FAE_PUBLIC_URL'];
  if (!text) {
    return [note('FAE_PUBLIC_URL is not set: right for trying it out on this machine alone.')];
  }
  const reason = await refusal({ env: only(env, ['FAE_PUBLIC_URL']) });
  const url = URL.parse(text);
  if (reason !== undefined || !url) {
    return [problem(reason ?? 'FAE_PUBLIC_URL is no URL.', 'Write it like https://shop.example.')];
  }
  return [...form(url), ...front(url, env['FAE_TRUST_PROXY'] ?? ''), await running(url, patient)];
};
