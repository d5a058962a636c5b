import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { parse } from 'yaml';
import { runCommand } from '../support/command.ts';
import { startRedis } from '../support/redis.ts';
import { deployFile, knownVariables, variablesIn } from './files.ts';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string | null>>;
  readonly ports?: readonly string[];
  readonly networks: readonly string[];
  readonly secrets?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly stop_grace_period?: string;
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly user?: string;
}

const text = await deployFile('docker', 'compose.yaml');
const { services, networks, secrets } = parse(text) as {
  readonly services: Readonly<Record<'proxy' | 'redis', Service>>;
  readonly networks: {
    readonly edge: { readonly ipam: { readonly config: readonly { readonly gateway: string }[] } };
    readonly store: { readonly internal: boolean };
  };
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
};
const { proxy, redis } = services;

describe('deploy/docker/compose.yaml', () => {
  for (const [name, service] of Object.entries(services)) {
    test(`${name} may change nothing but its data`, () => {
      assert.equal(service.read_only, true);
      assert.deepEqual(service.cap_drop, ['ALL']);
      assert.deepEqual(service.security_opt, ['no-new-privileges:true']);
    });
  }

  test('the proxy is reached on this machine alone, Redis by the proxy alone', () => {
    assert.ok(proxy.ports?.every((port) => port.startsWith('127.0.0.1:')));
    assert.equal(redis.ports, undefined);
    assert.deepEqual(redis.networks, ['store']);
    assert.equal(networks.store.internal, true);
    assert.notEqual(redis.user, 'root');
  });

  test('it holds no secret: the key is in a file, the password in a variable', async () => {
    for (const name of proxy.secrets ?? []) {
      assert.equal(proxy.environment['FAE_API_KEY_FILE'], `/run/secrets/${name}`);
      assert.ok(secrets[name]?.file);
    }
    assert.match(proxy.environment['FAE_REDIS_URL'] ?? '', /:\$\{REDIS_PASSWORD:\?\}@redis:/);
    assert.ok(redis.command?.includes('${REDIS_PASSWORD:?}'));
    const example = variablesIn(await deployFile('docker', 'example.env'));
    for (const [, name = ''] of text.matchAll(/\$\{(\w+):\?\}/g)) {
      assert.ok(name in example, `${name} is in example.env`);
    }
  });

  test('its variables are those of the proxy', () => {
    for (const name of Object.keys(proxy.environment)) {
      assert.ok(knownVariables.has(name), name);
    }
  });

  test('what is under way has time to end before Docker ends it', () => {
    const drain = Number(proxy.environment['FAE_DRAIN']);
    assert.ok(drain < Number.parseInt(proxy.stop_grace_period ?? '', 10));
  });

  test('the proxy believes the gateway of its network, and waits for Redis', () => {
    assert.equal(proxy.environment['FAE_TRUST_PROXY'], networks.edge.ipam.config[0]?.gateway);
    assert.equal(proxy.depends_on?.['redis']?.condition, 'service_healthy');
    assert.match(redis.healthcheck?.test.join(' ') ?? '', /redis-cli ping/);
  });

  test('the doctor finds nothing wrong with a Redis that is started so', async () => {
    const password = 'sentinel-password';
    const [server, ...flags] = redis.command ?? [];
    assert.equal(server, 'redis-server');
    await using running = await startRedis(
      flags.map((flag) => (flag === '${REDIS_PASSWORD:?}' ? password : flag)),
    );
    const url = `redis://:${password}@127.0.0.1:${running.port}`;
    const { output } = await runCommand(['doctor', '--json'], { env: { FAE_REDIS_URL: url } });
    const { findings } = JSON.parse(output) as {
      readonly findings: readonly { readonly about: string; readonly level: string }[];
    };
    const levels = findings.filter(({ about }) => about === 'Redis').map(({ level }) => level);
    assert.deepEqual(new Set(levels), new Set(['ok']));
  });
});
