import { operations, type NamedOperation } from '../../proxy/index.ts';
import { apis, endOf, isMeant, type Api, type ApiName } from './apis.ts';
import { inProcess } from './asking.ts';
import { failureOf } from './failure.ts';
import { findingsAbout, isLocal, type Check, type Environment, type Finding } from './finding.ts';

/** With a clock that is farther off, tokens and certificates seem to be invalid that are not. */
const mostSkewMs = 30_000;

/** A read that costs nothing, needs no id, and for which the API wants the key. */
const probeOf = (api: ApiName): NamedOperation | undefined =>
  operations.find(
    (it) =>
      it.api === api &&
      it.auth === 'key' &&
      it.audience === 'visitor' &&
      it.method === 'GET' &&
      it.answer === 'json' &&
      !it.cost &&
      !it.path.includes('{'),
  );

const clock = (skewMs: number | undefined, { title }: Api): readonly Finding[] => {
  if (skewMs === undefined || Math.abs(skewMs) <= mostSkewMs) return [];
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  return [
    findingsAbout(title).warning(
      `This machine’s clock is ${seconds} s ${skewMs > 0 ? 'behind' : 'ahead of'} that of the API.`,
      'Have it set by the network: timedatectl set-ntp true',
    ),
  ];
};

const inTheClear = (env: Environment, { url, title }: Api): readonly Finding[] => {
  const base = URL.parse(env[url] ?? '');
  if (base?.protocol !== 'http:' || isLocal(base.hostname)) return [];
  return [
    findingsAbout(title).warning(
      `The key goes to ${base.host} unencrypted.`,
      `Use https in ${url}, unless the network between is your own.`,
    ),
  ];
};

interface Tried {
  readonly variable: string;
  readonly works: boolean;
  readonly findings: readonly Finding[];
}

/** Whether an API can be reached and takes the key of a variable. */
const tryKey = async (
  api: Api,
  variable: string,
  probe: NamedOperation,
  env: Environment,
  waitMs: number,
): Promise<Tried> => {
  const { ok, problem } = findingsAbout(api.title);
  const proxy = inProcess({ ...env, [api.key]: env[variable], [api.next]: undefined }, waitMs);
  try {
    const answered = await proxy.ask({ path: probe.path });
    const works = answered.status === 200;
    const { text, fix } = failureOf(answered, api);
    const finding = works
      ? ok(`It takes ${variable}, and answers in ${answered.milliseconds} ms.`)
      : problem(text, fix);
    return { variable, works, findings: [finding, ...clock(proxy.skewMs(), api)] };
  } finally {
    await proxy.close();
  }
};

/** While a key is being replaced, the API takes one of two; which one says what is to be done next. */
const rotation = (api: Api, current: Tried, next: Tried): readonly Finding[] => {
  const { warning } = findingsAbout(api.title);
  if (current.works && next.works) return [...current.findings, ...next.findings];
  if (!current.works && !next.works) return current.findings;
  const [good, bad] = current.works ? [current, next] : [next, current];
  const fix = current.works
    ? `Right while one key replaces the other; else mend ${api.next}.`
    : `Make the value of ${api.next} that of ${api.key}, and take ${api.next} away.`;
  return [...good.findings, warning(`It takes ${good.variable}, but not ${bad.variable}.`, fix)];
};

const hasEnded = ({ title, url, key }: Api, ended: string): Finding =>
  findingsAbout(title).problem(
    `The service at the documented address has ended on ${ended}.`,
    `A platform answers the same API: import your agents with "fae-widgets agents import", start it, and set ${url} and ${key} to its own.`,
  );

const checkApi = async (
  api: Api,
  env: Environment,
  waitMs: number,
): Promise<readonly Finding[]> => {
  const ended = endOf(api, env);
  if (ended !== undefined) return [hasEnded(api, ended)];
  const probe = probeOf(api.name);
  if (!probe) return [findingsAbout(api.title).note('This version offers none of its operations.')];
  const current = await tryKey(api, api.key, probe, env, waitMs);
  const found = env[api.next]
    ? rotation(api, current, await tryKey(api, api.next, probe, env, waitMs))
    : current.findings;
  return [...inTheClear(env, api), ...found];
};

/** Reaches each API that is configured, with its key. */
export const upstreams: Check = async ({ env, waitMs }) => {
  const configured = apis.filter((api) => isMeant(api, env));
  if (configured.length === 0) {
    const { problem } = findingsAbout('FAE API');
    return [problem('There is no key.', 'Set FAE_API_KEY and FAE_WORKSPACE.')];
  }
  const found = await Promise.all(configured.map((api) => checkApi(api, env, waitMs)));
  return found.flat();
};
