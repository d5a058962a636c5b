import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import test, { describe } from 'node:test';
import { createClient, createCluster } from 'redis';
import { connectRedis } from '../../../src/proxy/redis.node.ts';
import { redisStore, type Send } from '../../../src/proxy/redis.ts';
import { startRedis } from '../../support/redis.ts';
import { claimOf, consumeOne, eventually } from './contract.ts';

/** A plain client that looks into the server beside what is tested. */
const watch = async (url: string) => {
  const client = createClient({ url, RESP: 2 });
  client.on('error', () => undefined);
  await client.connect();
  return {
    ask: (...command: string[]): Promise<unknown> => client.sendCommand(command),
    [Symbol.dispose]: () => client.destroy(),
  };
};

const connectionsMade = async (ask: (...command: string[]) => Promise<unknown>): Promise<number> =>
  Number(/total_connections_received:(\d+)/.exec(String(await ask('INFO', 'stats')))?.[1]);

describe('what reaches Redis', () => {
  test('claims on six budgets are one command', async () => {
    await using redis = await startRedis();
    using server = await watch(redis.url);
    const sent: string[] = [];
    const send: Send = (command) => {
      sent.push(command[0] ?? '');
      return server.ask(...command);
    };
    const store = redisStore(send);
    const claims = ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => claimOf({ key }));
    await store.consume(claims);
    await store.consume(claims);
    assert.deepEqual(sent, ['EVALSHA', 'EVAL', 'EVALSHA'], 'the script is sent once');
  });

  test('keys begin with one hash tag, and none stays for ever', async () => {
    await using redis = await startRedis();
    using server = await watch(redis.url);
    const store = redisStore((command) => server.ask(...command));
    await store.consume([claimOf({ key: 'one' }), claimOf({ key: '{two}', points: 0 })]);
    await store.consume([claimOf({ key: 'one', points: 100 })]);
    await store.putIfAbsent('value', 'v', 60_000);
    await store.set('answer', 'a', 60_000);
    const keys = (await server.ask('KEYS', '*')) as string[];
    assert.deepEqual(keys.toSorted(), [
      '{fae}:answer:answer',
      '{fae}:budget:one',
      '{fae}:budget:{two}',
      '{fae}:value:value',
    ]);
    for (const key of keys) assert.ok(Number(await server.ask('PTTL', key)) > 0, key);
  });

  test('a counter that somebody made immortal begins a window again', async () => {
    await using redis = await startRedis();
    using server = await watch(redis.url);
    const store = redisStore((command) => server.ask(...command));
    await server.ask('SET', '{fae}:budget:k', '10');
    const spent = await consumeOne(store, { key: 'k' });
    assert.deepEqual(spent, { allowed: true, remaining: 9, resetMs: 60_000 });
  });

  test('a Redis Cluster takes all keys of a call in one script', async () => {
    await using redis = await startRedis(['--cluster-enabled', 'yes']);
    using server = await watch(redis.url);
    await server.ask('CLUSTER', 'ADDSLOTS', ...Array.from({ length: 16_384 }, (_, n) => String(n)));
    await eventually(async () =>
      String(await server.ask('CLUSTER', 'INFO')).includes('cluster_state:ok'),
    );
    const cluster = createCluster({ rootNodes: [{ url: redis.url }] });
    await cluster.connect();
    const store = redisStore((command) => cluster.sendCommand('{fae}', false, [...command]));
    const spends = await store.consume([claimOf({ key: 'a' }), claimOf({ key: 'b' })]);
    assert.deepEqual(
      spends.map(({ remaining }) => remaining),
      [9, 9],
    );
    assert.equal(await store.putIfAbsent('a', 'v', 60_000), undefined);
    cluster.destroy();
  });

  test('parts of points are refused before anything is sent', async () => {
    const store = redisStore(() => Promise.reject(new Error('sent')));
    for (const wrong of [{ points: 0.5 }, { limit: Number.NaN }, { limit: Infinity }]) {
      await assert.rejects(store.consume([claimOf(wrong)]), TypeError);
    }
    await assert.rejects(store.consume([claimOf({ windowMs: 0 })]), TypeError);
  });

  test('an answer that is none of the script’s is an error, not a budget', async () => {
    for (const reply of ['OK', null, [1, 2], ['a', 'b', 'c'], {}]) {
      const store = redisStore(() => Promise.resolve(reply));
      await assert.rejects(store.consume([claimOf()]), /none of the script’s/);
    }
  });
});

describe('a connection by its address', () => {
  test('is made when it is first needed', async () => {
    await using redis = await startRedis();
    await redis.kill();
    const store = connectRedis(redis.url);
    await redis.restart();
    assert.equal((await consumeOne(store, {})).remaining, 9);
    await store.close();
  });

  test('that breaks rejects at once, and is made again when Redis is back', async () => {
    await using redis = await startRedis();
    const store = connectRedis(redis.url);
    await store.check();
    await redis.kill();
    const begin = performance.now();
    await assert.rejects(consumeOne(store, {}));
    await assert.rejects(consumeOne(store, {}), /ECONNREFUSED/);
    assert.ok(performance.now() - begin < 1_000);
    await redis.restart();
    assert.equal((await consumeOne(store, {})).remaining, 9, 'the script is unknown to it');
    await store.close();
  });

  test('to a Redis that hangs rejects in time, and is left for a new one', async () => {
    await using redis = await startRedis();
    const store = connectRedis(redis.url, { timeoutMs: 100 });
    await store.check();
    redis.hang();
    const asked = await Promise.allSettled(Array.from({ length: 5 }, () => consumeOne(store, {})));
    assert.deepEqual(new Set(asked.map(({ status }) => status)), new Set(['rejected']));
    await assert.rejects(store.check(), /no answer within 100 ms/, 'not even a greeting');
    redis.resume();
    await eventually(async () =>
      store.check().then(
        () => true,
        () => false,
      ),
    );
    await store.close();
  });

  test('to somebody who is no Redis is an error', async (t) => {
    const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    t.after(() => other.close());
    const address = other.address();
    assert.ok(typeof address === 'object' && address);
    const store = connectRedis(`redis://127.0.0.1:${address.port}`, { timeoutMs: 500 });
    await assert.rejects(store.check());
    await store.close();
  });

  test('to what has become a replica is left', async () => {
    await using redis = await startRedis();
    using server = await watch(redis.url);
    const store = connectRedis(redis.url);
    await consumeOne(store, {});
    await server.ask('REPLICAOF', '127.0.0.1', '1');
    const before = await connectionsMade(server.ask);
    await assert.rejects(consumeOne(store, {}), /READONLY/);
    await server.ask('REPLICAOF', 'NO', 'ONE');
    assert.equal((await consumeOne(store, {})).remaining, 8);
    assert.equal(await connectionsMade(server.ask), before + 1);
    await store.close();
  });

  test('stays one for all calls', async () => {
    await using redis = await startRedis();
    using server = await watch(redis.url);
    const before = await connectionsMade(server.ask);
    const store = connectRedis(redis.url);
    await Promise.all(Array.from({ length: 50 }, () => consumeOne(store, {})));
    assert.equal(await connectionsMade(server.ask), before + 1);
    await store.close();
  });

  test('is not made again once it was closed', async () => {
    await using redis = await startRedis();
    const store = connectRedis(redis.url);
    await store.check();
    await store.close();
    await assert.rejects(store.check(), /closed/);
  });

  test('never tells the password', async () => {
    await using redis = await startRedis(['--requirepass', 'right']);
    const wrong = connectRedis(redis.url.replace('//', '//:sentinel-password@'));
    await assert.rejects(wrong.check(), (error: Error) => {
      assert.match(error.message, /WRONGPASS/);
      assert.ok(!JSON.stringify([error.message, error.stack]).includes('sentinel'));
      return true;
    });
    await wrong.close();
    for (const address of ['redis//:sentinel@host', 'http://:sentinel@host', ':sentinel@host']) {
      assert.throws(
        () => connectRedis(address),
        (error: Error) =>
          error instanceof TypeError &&
          !`${error.stack} ${String(error.cause)}`.includes('sentinel'),
      );
    }
    const right = connectRedis(redis.url.replace('//', '//:right@'));
    await right.check();
    await right.close();
  });
});

describe('a client of one’s own', () => {
  test('is connected by the first call, and its errors do not end the process', async () => {
    await using redis = await startRedis();
    const client = createClient({ url: redis.url, socket: { reconnectStrategy: 20 } });
    const store = redisStore(client);
    assert.equal((await consumeOne(store, {})).remaining, 9);
    await redis.kill();
    await eventually(async () => !client.isReady);
    await assert.rejects(
      consumeOne(store, {}),
      /not connected/,
      'it would queue, and count too late',
    );
    await redis.restart();
    await eventually(async () => client.isReady);
    assert.equal((await consumeOne(store, {})).remaining, 9);
    await store.close?.();
    assert.equal(client.isOpen, false);
  });

  test('of ioredis is used by its call, unless its connection is lost', async () => {
    await using redis = await startRedis();
    using server = await watch(redis.url);
    const client = {
      status: 'ready',
      call: (command: string, ...args: string[]) => server.ask(command, ...args),
      sendCommand: () => Promise.reject(new Error('takes a command object')),
      disconnect: () => {
        client.status = 'end';
      },
      on: () => client,
    };
    const store = redisStore(client);
    assert.equal((await consumeOne(store, {})).remaining, 9);
    await store.close?.();
    await assert.rejects(consumeOne(store, {}), /not connected/);
  });
});
