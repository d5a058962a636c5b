import { connectRedis } from '../../proxy/node.ts';
import { restStoreFromUrl } from '../../proxy/redis.ts';
import { findingsAbout, only, type Check, type Finding } from './finding.ts';
import { isInstalled } from './machine.ts';
import { openLine, type RedisLine } from './redis-line.ts';
import { refusal } from './settings.ts';
import { within } from './within.ts';

const { ok, note, warning, problem } = findingsAbout('Redis');

/** What the proxy waits for an answer of the store at most, and what visitors begin to notice; milliseconds. */
const bounds = { tcp: { most: 250, slow: 50 }, rest: { most: 1_000, slow: 200 } };

const isRest = (url: string): boolean => /^https?:/.test(url);

type Info = Readonly<Record<string, string>>;

const infoOf = (reply: unknown): Info =>
  Object.fromEntries(
    String(reply)
      .split(/\r?\n/)
      .map((line) => line.split(':', 2))
      .filter((parts): parts is [string, string] => parts.length === 2),
  );

const versionOf = (info: Info): readonly Finding[] => {
  const version = info['redis_version'];
  if (version === undefined) return [note('It does not tell its version; 6.2 is needed.')];
  const name = info['server_name'] === 'valkey' ? 'Valkey' : 'Redis';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNew = major > 6 || (major === 6 && minor >= 2);
  return isNew
    ? [ok(`${name} ${info['valkey_version'] ?? version}`)]
    : [problem(`It is Redis ${version}, which is too old.`, 'Use Redis 6.2 or newer, or Valkey.')];
};

const roleOf = (info: Info): readonly Finding[] =>
  info['role'] === 'slave'
    ? [problem('It is a replica, which takes no writes.', 'Give the address of the primary.')]
    : [];

const memoryOf = (info: Info): readonly Finding[] => {
  const policy = info['maxmemory_policy'];
  const limit = Number(info['maxmemory'] ?? 0);
  const used = Number(info['used_memory'] ?? 0);
  if (policy !== undefined && policy !== 'noeviction') {
    return [
      warning(
        `With maxmemory-policy ${policy} it may forget what visitors have spent.`,
        'Set maxmemory-policy noeviction; all that the proxy keeps there ends by itself.',
      ),
    ];
  }
  if (limit > 0 && used > 0.8 * limit) {
    const share = Math.round((100 * used) / limit);
    return [warning(`Its memory is ${share} % full.`, 'Give it more, or set FAE_CACHE=off.')];
  }
  return [];
};

const latencyOf = async (line: RedisLine, url: string): Promise<Finding> => {
  const { most, slow } = bounds[isRest(url) ? 'rest' : 'tcp'];
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const begin = performance.now();
    await line.send(['PING']);
    times.push(performance.now() - begin);
  }
  const median = times.toSorted((a, b) => a - b)[2] ?? 0;
  const told = `It answers in ${median.toFixed(1)} ms.`;
  const fix = 'Use one in the same data centre.';
  if (median > most) {
    return problem(`${told} After ${most} ms the proxy goes on without it.`, fix);
  }
  return median > slow ? warning(`${told} Each call that costs waits for it.`, fix) : ok(told);
};

/** Whether the user may do what the proxy does; an access list may forbid scripts. */
const scripts = async (url: string): Promise<readonly Finding[]> => {
  const store = isRest(url) ? restStoreFromUrl(url) : connectRedis(url);
  try {
    await store.consume([{ key: 'doctor', points: 0, limit: 1, windowMs: 1_000 }]);
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const fix =
      'Allow its user EVAL, EVALSHA, GET, SET, INCRBY and PTTL on keys that begin with {fae}:';
    return [problem(`It does not do what the proxy asks of it: ${reason}`, fix)];
  } finally {
    await store.close?.();
  }
};

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code ?? error.message;
};

const examine = async (url: string, waitMs: number): Promise<readonly Finding[]> => {
  const { host } = new URL(url);
  let line: RedisLine;
  try {
    line = await within(waitMs, openLine(url, waitMs));
  } catch (error) {
    const reason = reasonOf(error);
    return /NOAUTH|WRONGPASS|Unauthorized/i.test(reason)
      ? [problem(`${host} refuses the password.`, 'Mend the password in FAE_REDIS_URL.')]
      : [
          problem(
            `${host} does not answer (${reason}).`,
            'Start it, or mend FAE_REDIS_URL. Meanwhile each proxy counts against its own share.',
          ),
        ];
  }
  try {
    const info = await within(waitMs, line.send(['INFO'])).then(infoOf, (): Info => ({}));
    return [
      await within(waitMs, latencyOf(line, url)),
      ...versionOf(info),
      ...roleOf(info),
      ...memoryOf(info),
      ...(await scripts(url)),
    ];
  } catch (error) {
    const fix = 'See whether it is overloaded, and what its log says.';
    return [problem(`${host} stops answering (${reasonOf(error)}).`, fix)];
  } finally {
    line.close();
  }
};

/** The Redis that counts budgets: whether it answers, and is of the right kind. */
export const redis: Check = async ({ env, waitMs }) => {
  const url = env['FAE_REDIS_URL'];
  if (!url || url === 'memory') {
    return [
      note('None: budgets are counted in the memory of one process, right for one instance.'),
    ];
  }
  // What is wrong with the address is told among the settings.
  if ((await refusal({ env: only(env, ['FAE_REDIS_URL']) })) !== undefined) return [];
  if (/^rediss?:/.test(url) && !isInstalled('redis')) {
    return [problem('The package redis is not installed.', 'npm install redis')];
  }
  return examine(url, waitMs);
};
