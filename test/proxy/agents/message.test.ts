/** What a visitor says to an agent, and what of the answer is passed on. */
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import * as agents from '../../../src/api/fleek/agents.operations.ts';
import { defaultWaits } from '../../../src/proxy/settings.ts';
import { agentId, problemOf, type Reply } from '../harness.ts';
import { agentPath, agentsBehind, asJson, messagePath } from './agents.ts';

const ada = asJson([{ user: 'Ada', text: 'Hi', action: 'NONE' }]);

describe('the body of a message', () => {
  test('is built by the proxy: the text, a room and a user of the visitor’s own, nothing else', async () => {
    const { say, sent, calls } = agentsBehind(ada);
    const extras = { userName: 'Eve', name: 'Eve', senderId: 'x', agentId: 'x', __proto: 1 };
    assert.equal((await say({ text: ' Hello ', userId: 'owner', ...extras })).status, 200);
    const { text, roomId, userId, ...rest } = sent();
    assert.equal(text, 'Hello');
    assert.match(String(roomId), /^[\w-]{43}$/);
    assert.match(String(userId), /^[\w-]{43}$/);
    assert.notEqual(roomId, userId);
    assert.deepEqual(rest, {});
    assert.equal(calls[0]?.url.pathname, `/api${messagePath}`);
    assert.equal(calls[0].url.search, '');
  });

  test('keeps a visitor’s rooms apart, and one visitor’s from another’s', async () => {
    const { say, sent } = agentsBehind(ada);
    const token = (await say()).headers.get('Fae-Visitor') ?? '';
    const own = { 'Fae-Visitor': token };
    const idsOf = async (...what: Parameters<typeof say>) => {
      await say(...what);
      const { roomId, userId } = sent();
      return { roomId, userId };
    };
    const mine = await idsOf({ text: 'A' }, own);
    assert.deepEqual(await idsOf({ text: 'B', userId: 'somebody' }, own), mine);
    const kitchen = await idsOf({ text: 'C', roomId: 'kitchen' }, own);
    assert.notEqual(kitchen.roomId, mine.roomId);
    assert.equal(kitchen.userId, mine.userId);
    const guessed = { text: 'D', roomId: kitchen.roomId, userId: mine.userId };
    const stranger = await idsOf(guessed);
    assert.ok(![mine.roomId, kitchen.roomId].includes(stranger.roomId));
    assert.notEqual(stranger.userId, mine.userId);
    const elsewhere = await idsOf({ text: 'E' }, own, messagePath.replace('/Ada/', '/Grace/'));
    assert.notEqual(elsewhere.roomId, mine.roomId);
    assert.equal(elsewhere.userId, mine.userId);
  });

  test('that is none goes nowhere', async () => {
    const { say, calls } = agentsBehind(ada);
    const wrong = [
      {},
      { text: '' },
      { text: ' ' },
      { text: 5 },
      { text: ['Hi'] },
      { text: 'x'.repeat(2_001) },
      { text: 'Hi', roomId: {} },
      { text: 'Hi', roomId: ['a'] },
      { text: 'Hi', roomId: 5 },
      { text: 'Hi', roomId: null },
      { text: 'Hi', roomId: '' },
      { text: 'Hi', roomId: 'x'.repeat(101) },
      { text: 'Hi', projectId: 'mine' },
      { text: 'Hi', key: 'mine' },
    ];
    for (const body of wrong) {
      const { status, code } = await problemOf(await say(body));
      assert.deepEqual([status, code], [400, 'invalid_request'], JSON.stringify(body));
    }
    assert.equal((await say({ text: 'Hi' }, { 'Content-Type': 'text/plain' })).status, 415);
    for (const path of [
      `/v1/ai-agents/1/api/Ada/message`,
      messagePath.replace('Ada', 'a'.repeat(101)),
    ]) {
      assert.equal((await say({ text: 'Hi' }, {}, path)).status, 404, path);
    }
    assert.deepEqual(calls, []);
  });

  test('costs a chat turn, and nothing where the upstream is not there', async () => {
    const limits = { visitor: { chat: 1 } };
    const { say } = agentsBehind(ada, { limits });
    const first = await say();
    assert.match(first.headers.get('RateLimit') ?? '', /chat/);
    assert.equal((await say()).status, 429);
    const away = agentsBehind(
      () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })),
      { limits },
    );
    for (let tries = 0; tries < 2; tries += 1) assert.equal((await away.say()).status, 503);
  });

  test('is said once under an Idempotency-Key', async () => {
    const { say, calls } = agentsBehind((_, number) => Response.json([{ text: `Nr. ${number}` }]));
    const headers = { 'Idempotency-Key': 'message-0123456789' };
    const [first, again] = [await say(undefined, headers), await say(undefined, headers)];
    assert.deepEqual(await again.json(), await first.json());
    assert.equal(again.headers.get('Idempotent-Replayed'), 'true');
    assert.equal(calls.length, 1);
    assert.equal((await say({ text: 'Other' }, headers)).status, 422);
    assert.equal((await say({ text: 'Hello', roomId: 'r' }, headers)).status, 422);
  });
});

describe('an agent’s answer', () => {
  const answered = async (value: unknown): Promise<unknown> => {
    const response = await agentsBehind(asJson(value)).say();
    assert.equal(response.status, 200);
    return response.json();
  };

  test('is none, one or two contents, cut to text, action and attachments', async () => {
    assert.deepEqual(await answered([]), []);
    const more = {
      user: 'Ada',
      source: 'direct',
      inReplyTo: 'x',
      secret: 'hidden',
      embedding: [1],
    };
    assert.deepEqual(
      await answered([
        { text: 'Hi', action: 'CONTINUE', ...more },
        { text: '', ...more },
      ]),
      [{ text: 'Hi', action: 'CONTINUE' }, { text: '' }],
    );
    assert.deepEqual(await answered({ text: 'Alone', ...more }), [{ text: 'Alone' }]);
  });

  test('has text and action only where they are text', async () => {
    const odd = [{ text: { a: 1 }, action: 5 }, { text: ['Hi'] }, 'Hi', null, [], { text: 'Hi' }];
    assert.deepEqual(await answered(odd), [{}, {}, { text: 'Hi' }]);
  });

  test('has attachments of known texts, which lead to the web or nowhere', async () => {
    const attachment = { id: '1', title: 'A moth', contentType: 'image/png', path: '/srv/x.png' };
    const urlOf = async (url: unknown) => {
      const [content] = (await answered([{ attachments: [{ ...attachment, url }] }])) as [
        { attachments: [{ url?: string }] },
      ];
      const [{ url: seen, ...rest }] = content.attachments;
      assert.deepEqual(rest, { id: '1', title: 'A moth', contentType: 'image/png' });
      return seen;
    };
    assert.equal(await urlOf('https://a.example/x.png?q=1#f'), 'https://a.example/x.png?q=1#f');
    assert.equal(await urlOf('http://a.example/x.png'), 'http://a.example/x.png');
    assert.equal(await urlOf('HTTPS:\\\\a.example\\x.png'), 'https://a.example/x.png');
    const nowhere = [
      'data:image/svg+xml,<svg onload=alert(1)>',
      'javascript:alert(1)',
      ' java\nscript:alert(1)',
      'vbscript:x',
      'blob:https://a.example/1',
      'file:///etc/passwd',
      'ftp://a.example/x',
      '//a.example/x.png',
      '/srv/agent/generated/x.png',
      'https://user:password@a.example/x.png',
      'https://',
      '',
      5,
      {},
    ];
    for (const url of nowhere) assert.equal(await urlOf(url), undefined, JSON.stringify(url));
    assert.deepEqual(await answered([{ text: 'Hi', attachments: [null, 'x', {}] }]), [
      { text: 'Hi', attachments: [{}] },
    ]);
    assert.deepEqual(await answered([{ text: 'Hi', attachments: 'none' }]), [{ text: 'Hi' }]);
  });

  const plain =
    (text: string, status: number): Reply =>
    () =>
      new Response(text, { status, headers: { 'Content-Type': 'text/plain' } });
  const html: Reply = () =>
    new Response('<h1>Hi</h1>', { headers: { 'Content-Type': 'text/html' } });
  const failures: Readonly<Record<string, readonly [Reply, number, string]>> = {
    'is plain text': [plain('Hello', 200), 502, 'bad_upstream'],
    'is HTML': [html, 502, 'bad_upstream'],
    'is a bare text in JSON': [asJson('Hello'), 502, 'bad_upstream'],
    'is null': [asJson(null), 502, 'bad_upstream'],
    'is a number': [asJson(5), 502, 'bad_upstream'],
    'is JSON that breaks off': [
      () => new Response('[{"text":', { headers: { 'Content-Type': 'application/json' } }),
      502,
      'bad_upstream',
    ],
    'says that there is no such agent': [plain('Agent not found', 404), 404, 'not_found'],
    'is an error in plain text': [
      plain('No response from generateMessageResponse', 500),
      502,
      'bad_upstream',
    ],
    'says that it is not running': [() => Response.json({}, { status: 409 }), 409, 'conflict'],
    'says that seats have to be paid for': [
      () => Response.json({}, { status: 402 }),
      502,
      'bad_upstream',
    ],
    'says that the key is wrong': [() => Response.json({}, { status: 403 }), 503, 'not_configured'],
    'is a redirect': [
      () => new Response(null, { status: 302, headers: { Location: '/agents' } }),
      502,
      'bad_upstream',
    ],
  };
  for (const [what, [reply, expected, expectedCode]] of Object.entries(failures)) {
    test(`where it ${what} becomes ${expected} ${expectedCode}`, async () => {
      const { status, code, body } = await problemOf(await agentsBehind(reply).say());
      assert.deepEqual([status, code], [expected, expectedCode]);
      assert.doesNotMatch(JSON.stringify(body), /generateMessage|Agent not found|<h1>/);
    });
  }

  test('is waited for 2 s longer than the upstream may take, and no longer', async () => {
    const waited: number[] = [];
    const hangs: Reply = ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    const { say } = agentsBehind(
      hangs,
      {},
      {
        answer: ({ deadline = 0 }) => {
          waited.push(deadline);
          return 20;
        },
      },
    );
    const { status, code } = await problemOf(await say());
    assert.deepEqual([status, code, waited], [504, 'upstream_timeout', [30_000]]);
    assert.equal(defaultWaits.answer(agents.message), 32_000);
  });
});

test('an agent that is not pinned is not spoken to', async () => {
  const { say, ask, calls } = agentsBehind(ada, {
    expose: { 'agents.message': { agentId: [agentId] } },
  });
  assert.equal((await say()).status, 200);
  for (const other of [agentId.replace('3', '4'), agentId.toUpperCase()]) {
    const { status, code } = await problemOf(
      await say(undefined, {}, messagePath.replace(agentId, other)),
    );
    assert.deepEqual([status, code], [403, 'not_exposed'], other);
  }
  assert.equal((await ask({ path: `${agentPath}/status` })).status, 403);
  assert.equal(calls.length, 1);
});
