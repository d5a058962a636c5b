/** What visitors see of agents and plans. */
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { agentId, clockAt, problemOf } from '../harness.ts';
import { agentPath, agentsBehind, asJson, ownersView } from './agents.ts';

const seen = async (path: string, answer: unknown): Promise<unknown> => {
  const response = await agentsBehind(asJson(answer)).ask({ path });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  assert.doesNotMatch(text, /hidden/);
  return JSON.parse(text);
};

describe('of an agent a visitor sees', () => {
  test('who it is, never its token, host, project or character file', async () => {
    assert.deepEqual(await seen(`${agentPath}/public`, ownersView), {
      id: agentId,
      name: 'Ada',
      avatar: 'aGVsbG8=',
      greeting: 'Hello',
      prompts: ['Who are you?'],
    });
    assert.deepEqual(await seen(`${agentPath}/public`, { name: 'Ada', avatar: null, id: 5 }), {
      name: 'Ada',
      avatar: null,
    });
  });

  test('who answers behind it, by id and name', async () => {
    const peer = { id: agentId, name: 'Ada', clients: ['hidden'], character: { hidden: 1 } };
    const expected = [{ id: agentId, name: 'Ada' }];
    assert.deepEqual(await seen(`${agentPath}/api/agents`, { agents: [peer, 5, {}] }), expected);
    const enveloped = { success: true, data: { agents: [peer] }, hidden: 1 };
    assert.deepEqual(await seen(`${agentPath}/api/agents`, enveloped), expected);
    assert.deepEqual(await seen(`${agentPath}/api/agents`, { agents: [] }), []);
  });

  test('whether it answers, as a flag', async () => {
    for (const [said, expected] of [
      ['true', true],
      [true, true],
      ['false', false],
      ['Running', false],
      [{ hidden: 1 }, false],
    ]) {
      const answer = { status: said, hidden: 1 };
      assert.deepEqual(await seen(`${agentPath}/status`, answer), { status: expected });
    }
  });
});

test('of plans a visitor sees what they are called and what they cost', async () => {
  const plan = { id: 'plan_1', name: 'Seat', description: null, price: 2000 };
  const hidden = { metadata: { hidden: 1 }, createdAt: 'hidden', updatedAt: 'hidden' };
  assert.deepEqual(await seen('/v1/plans', [{ ...plan, ...hidden }]), [plan]);
});

test('an agent that nobody knows is 404, and so is the id of none', async () => {
  const { ask, calls } = agentsBehind(() => new Response('Agent not found', { status: 404 }));
  for (const what of ['status', 'public', 'api/agents']) {
    const { status, code } = await problemOf(await ask({ path: `${agentPath}/${what}` }));
    assert.deepEqual([status, code], [404, 'not_found']);
    assert.equal((await ask({ path: `/v1/ai-agents/1/${what}` })).status, 404);
  }
  assert.equal(calls.length, 3);
});

test('an agent’s status is kept for 5 s, its profile for 30 s, plans for 300 s', async () => {
  const clock = clockAt();
  const { ask, calls } = agentsBehind(
    ({ url }) =>
      Response.json(url.pathname.endsWith('/plans') ? [] : { ...ownersView, agents: [] }),
    { now: clock.now },
  );
  const kept = { status: 5, public: 30, 'api/agents': 30 };
  const paths = Object.entries(kept).map(([path, s]) => [`${agentPath}/${path}`, s] as const);
  for (const [path, seconds] of [...paths, ['/v1/plans', 300] as const]) {
    const before = calls.length;
    const ages = [0, seconds * 1_000 - 1];
    for (const age of ages) {
      clock.pass(age);
      const response = await ask({ path });
      assert.match(response.headers.get('Cache-Control') ?? '', new RegExp(`max-age=${seconds},`));
    }
    assert.equal(calls.length, before + 1, path);
    clock.pass(2 * seconds * 1_000);
    await ask({ path });
    assert.equal(calls.length, before + 2, path);
  }
});

test('starting an agent makes what is kept of its status be forgotten', async () => {
  let running = false;
  const { ask } = agentsBehind(
    ({ method }) => {
      if (method === 'POST') running = true;
      return Response.json({ id: agentId, status: String(running) });
    },
    { authorize: () => true },
  );
  const status = async () => (await ask({ path: `${agentPath}/status` })).json();
  assert.deepEqual(await status(), { status: false });
  assert.equal((await ask({ method: 'POST', path: `${agentPath}/start` })).status, 200);
  assert.deepEqual(await status(), { status: true });
});

test('a pinned agent is seen, another is not', async () => {
  const pins = { agentId: [agentId] };
  const { ask } = agentsBehind(asJson({ ...ownersView, agents: [{ id: 'a' }, { id: 'b' }] }), {
    expose: {
      'agents.profile': pins,
      'agents.status': pins,
      'agents.peers': { ...pins, id: ['b'] },
    },
  });
  for (const what of ['status', 'public', 'api/agents']) {
    assert.equal((await ask({ path: `${agentPath}/${what}` })).status, 200, what);
    const other = agentPath.replace(agentId, agentId.replace('3', '4'));
    assert.equal((await ask({ path: `${other}/${what}` })).status, 403, what);
  }
  const peers = await (await ask({ path: `${agentPath}/api/agents` })).json();
  assert.deepEqual(peers, [{ id: 'b' }]);
});
