import { createProxy } from '../../proxy/node.ts';
import {
  commaList,
  findingsAbout,
  isLocal,
  type Check,
  type Environment,
  type Finding,
} from './finding.ts';
import { refusal } from './settings.ts';

const { ok, note, warning, problem } = findingsAbout('Origins');

/** Whether this is a set-up for the world and not for trying out. */
const isPublic = (env: Environment): boolean => {
  const url = URL.parse(env['FAE_PUBLIC_URL'] ?? '');
  return env['NODE_ENV'] === 'production' || (url !== null && !isLocal(url.hostname));
};

/** The other of `shop.example` and `www.shop.example`; none for names further down. */
const twin = ({ protocol, host }: URL): string | undefined => {
  if (host.startsWith('www.')) return `${protocol}//${host.slice(4)}`;
  return /^[\w-]+\.[a-z]+$/.test(host) ? `${protocol}//www.${host}` : undefined;
};

const concerns = (origin: string, all: readonly string[], env: Environment): readonly Finding[] => {
  const url = new URL(origin);
  if (isLocal(url.hostname)) {
    if (!isPublic(env)) return [];
    const fix = 'Take it out of FAE_ALLOWED_ORIGINS where the proxy serves the public.';
    return [warning(`${origin} is whatever runs on a visitor’s own machine.`, fix)];
  }
  const other = twin(url);
  return [
    ...(url.protocol === 'http:'
      ? [
          warning(
            `Pages at ${origin} can be changed on their way to visitors.`,
            'Serve them over https, and allow that origin instead.',
          ),
        ]
      : []),
    ...(other !== undefined && !all.includes(other)
      ? [note(`Pages at ${other} may not; add it where the site answers there too.`)]
      : []),
  ];
};

/** What a browser would find out: whether a page of this origin is let in. */
const letIn = async (origin: string): Promise<boolean> => {
  const proxy = createProxy({ env: {}, origins: [origin], log: () => undefined });
  const preflight = new Request('http://localhost/fae/public/nfts', {
    method: 'OPTIONS',
    headers: { Origin: origin, 'Access-Control-Request-Method': 'GET' },
  });
  const { headers } = await proxy.fetch(preflight);
  await proxy.close();
  return headers.get('Access-Control-Allow-Origin') === origin;
};

const findingsOn = async (
  origin: string,
  all: readonly string[],
  env: Environment,
): Promise<readonly Finding[]> => {
  const reason = await refusal({ env: {}, origins: [origin] });
  if (reason !== undefined) return [problem(reason, 'Mend FAE_ALLOWED_ORIGINS.')];
  const admitted = (await letIn(origin))
    ? ok(`Pages at ${origin} may embed.`)
    : problem(`Pages at ${origin} are not let in.`, 'Write the origin as browsers send it.');
  return [admitted, ...concerns(origin, all, env)];
};

const returnUrls = async (env: Environment): Promise<readonly Finding[]> => {
  const found = await Promise.all(
    commaList(env['FAE_RETURN_URLS']).map(async (origin) => {
      const reason = await refusal({ env: {}, returnUrls: [origin] });
      return reason === undefined ? [] : [problem(reason, 'Mend FAE_RETURN_URLS.')];
    }),
  );
  return found.flat();
};

/** Which pages may embed, and which ones were probably meant to. */
export const origins: Check = async ({ env }) => {
  const all = commaList(env['FAE_ALLOWED_ORIGINS']);
  const found = await Promise.all(all.map((origin) => findingsOn(origin, all, env)));
  const none =
    all.length > 0
      ? []
      : [
          warning(
            'No page may embed but those on the proxy’s own origin.',
            'Set FAE_ALLOWED_ORIGINS to the origins of your sites: https://shop.example,https://…',
          ),
        ];
  return [...found.flat(), ...none, ...(await returnUrls(env))];
};
