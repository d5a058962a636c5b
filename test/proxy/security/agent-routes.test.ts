/** The routes of an agent's own interface that harm it: whatever a visitor writes, none is reached. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { createProxy } from '../../../src/proxy/index.ts';
import type { ProxyOptions } from '../../../src/proxy/options.ts';
import { baseOptions, problemOf } from '../harness.ts';
import { socketClient, statusesOf, written } from './raw-socket.ts';
import { agreeable, json, proxied } from './support.ts';
import { agentPath, agentsBehind, asJson } from '../agents/agents.ts';

const eliza = '7a1c3c3e-0000-4000-8000-000000000001';

/** Of Eliza v0 and v1, in all the versions that there are. */
const dangerous = [
  `agents/${eliza}`,
  `agents/${eliza}/set`,
  `agents/${eliza}/channels`,
  `agents/${eliza}/${eliza}/memories`,
  `agents/${eliza}/memories`,
  `agents/${eliza}/rooms`,
  `agents/${eliza}/logs`,
  `agents/${eliza}/panels`,
  `agents/${eliza}/start`,
  `agents/${eliza}/stop`,
  `agents/${eliza}/hyperfi/v1`,
  'agent/start',
  'storage',
  ...['speak', 'tts', 'whisper', 'image'].map((it) => `${eliza}/${it}`),
  'fine-tune',
  `fine-tune/${eliza}`,
  'tee/agents',
  `verifiable/agents/${eliza}`,
  'media/uploads/x.png',
  'media/generated/x.png',
  'messaging/sessions',
  `messaging/sessions/${eliza}/messages`,
  'messaging/submit',
  'audio/x/speech',
  'server/stop',
  'server/logs',
  'system/environment/local',
  'hello',
  '',
];

/** Ways to write a route that some server or other takes for the route itself. */
const disguises: readonly ((route: string) => string)[] = [
  (route) => route,
  (route) => `${route}/`,
  (route) => route.toUpperCase(),
  (route) => `/${route}`,
  (route) => `./${route}`,
  (route) => `Ada/../${route}`,
  (route) => `Ada/message/../../${route}`,
  (route) => `%2e%2e/api/${route}`,
  (route) => `%252e%252e/api/${route}`,
  (route) => route.replaceAll('/', '%2f'),
  (route) => route.replaceAll('/', '%5c'),
  (route) => route.replaceAll('/', '%252F'),
  (route) => `${route.replaceAll('/', '%2F')}/message`,
  (route) => `..%2f${route.replaceAll('/', '%2f')}%3f/message`,
  (route) => `${route}%2f..%2f..%2fmessage`,
  (route) => `${route};/message`,
  (route) => `${route}%00`,
  (route) => `${route}?_method=DELETE&action=message`,
];

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** What may be asked of an agent's own interface on behalf of a visitor: a message to one, and the list. */
const harmless = ({ method, url }: { readonly method: string; readonly url: string }): boolean =>
  (method === 'GET' && url === `/api${agentPath}/api/agents`) ||
  (method === 'POST' &&
    /^\/api\/v1\/ai-agents\/[0-9a-f-]{36}\/api\/(?!.*(%2f|%5c|\.\.))[^/?#]+\/message$/i.test(url));

const body = JSON.stringify({ text: 'Hello', name: 'Ada' });

const guards: Readonly<Record<string, ProxyOptions>> = {
  'who has no hook': {},
  'whose hook says no': { authorize: () => false },
};

for (const [whose, options] of Object.entries(guards)) {
  test(`V22 no visitor reaches a harmful route through the proxy of an owner ${whose}`, async (t) => {
    const { upstream, proxy } = await proxied(t, agreeable, {
      expose: ['*'],
      cache: false,
      ...options,
    });
    const send = socketClient(() => proxy.url);
    let asked = 0;
    const walk = async (route: string): Promise<void> => {
      for (const disguise of disguises) {
        const target = `/fae${agentPath}/api/${disguise(route)}`;
        for (const method of methods) {
          const headers = { ...json, 'Content-Length': String(body.length) };
          const withBody = method === 'GET' || method === 'HEAD' ? {} : { headers, body };
          const [status = 0] = statusesOf(await send(written({ method, target, ...withBody })));
          asked += 1;
          const isPreflight = method === 'OPTIONS' && status === 204;
          // A message to somebody of that name, who does not exist.
          const isMessage = method === 'POST' && /\/api\/[^/]+\/message$/.test(target);
          const isRefused = status >= 400 && status < 500;
          assert.ok(
            isPreflight || isRefused || (isMessage && status === 200),
            `${method} ${target}: ${status}`,
          );
        }
      }
    };
    for (let start = 0; start < dangerous.length; start += 8) {
      await Promise.all(dangerous.slice(start, start + 8).map(walk));
    }
    assert.equal(asked, dangerous.length * disguises.length * methods.length);
    assert.deepEqual(
      upstream.received.filter((it) => !harmless(it)),
      [],
    );
  });
}

test('what is harmless is reached all the same, with every method but its own refused', async (t) => {
  const { upstream, proxy } = await proxied(t, agreeable, { expose: ['*'], cache: false });
  const send = socketClient(() => proxy.url);
  for (const route of [
    'agents',
    'Ada/message',
    'agents/message',
    `${eliza}/message`,
    'Ada%20L/message',
  ]) {
    for (const method of methods) {
      const headers = { ...json, 'Content-Length': String(body.length) };
      const withBody = method === 'GET' || method === 'HEAD' ? {} : { headers, body };
      await send(written({ method, target: `/fae${agentPath}/api/${route}`, ...withBody }));
    }
  }
  const odd = upstream.received.filter((it) => !harmless(it) && !it.url.includes('Ada%20L'));
  assert.deepEqual(odd, []);
  const told = upstream.received.map(({ method, url }) => `${method} ${url.split('/api/').at(-1)}`);
  assert.deepEqual(told, [
    // HEAD asks for the whole, too.
    ...['GET agents', 'GET agents'],
    ...['POST Ada/message', 'POST agents/message'],
    ...[`POST ${eliza}/message`, 'POST Ada%20L/message'],
  ]);
});

test('the message and the list win over whatever else begins like them, also for operators', async () => {
  const {
    ask: send,
    say,
    events,
  } = agentsBehind(asJson({ agents: [] }), {
    authorize: () => true,
  });
  const ask = async (...request: Parameters<typeof send>) => (await send(...request)).text();
  await say();
  await ask({ path: `${agentPath}/api/agents` });
  await ask({ path: `${agentPath}/api/agents`, method: 'POST' });
  await ask({ path: `${agentPath}/api/Ada/message` });
  await ask({ path: `${agentPath}/api/Ada/message/x`, method: 'POST' });
  assert.deepEqual(
    events.map((it) => it['operation']),
    ['agents.message', 'agents.peers', 'agents.apiPost', 'agents.apiGet', 'agents.apiPost'],
  );
});

test('no operator operation of the agents is exposed by a wildcard, or without a hook at all', async () => {
  const operatorPaths: readonly (readonly [method: string, path: string])[] = [
    ['GET', '/v1/ai-agents'],
    ['POST', '/v1/ai-agents'],
    ['POST', '/v2/ai-agents'],
    ['GET', agentPath],
    ['PUT', agentPath],
    ['DELETE', agentPath],
    ['GET', `${agentPath}/logs`],
    ['GET', `${agentPath}/attestation`],
    ['POST', `${agentPath}/publish`],
    ['POST', `${agentPath}/start`],
    ['POST', `${agentPath}/stop`],
    ['GET', '/v1/subscriptions'],
    ['POST', '/v1/payment-methods/manage'],
  ];
  for (const expose of [['*'], ['agents.*', 'plans.*']] as const) {
    const { ask, calls } = agentsBehind(asJson([]), { expose });
    for (const [method, path] of operatorPaths) {
      const { status, code } = await problemOf(await ask({ method, path }));
      assert.deepEqual([status, code], [403, 'not_exposed'], `${method} ${path}`);
    }
    assert.deepEqual(calls, []);
  }
  for (const name of ['agents.apiGet', 'agents.list', 'subscriptions.cancel'] as const) {
    assert.throws(() => createProxy({ ...baseOptions, expose: [name] }), /it needs "authorize"/);
  }
  assert.throws(
    () => createProxy({ ...baseOptions, expose: ['subscriptions.*'] }),
    /Cannot expose/,
  );
});
