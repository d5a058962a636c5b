/** Agents on several platforms with one PostgreSQL: any of them answers, and any of them may die. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { elizaId } from '../../../src/platform/agents/conversation/eliza-ids.ts';
import { lastRoomTurns } from '../../../src/platform/store/agent-turns.ts';
import { insertAgent, setAgent } from '../../../src/platform/store/agents.ts';
import type { Store } from '../../../src/platform/store/store.ts';
import { withoutPostgres } from '../../support/postgres.ts';
import { says, startOpenAi } from '../engines/fake-openai.ts';
import { platforms, type RunningPlatform } from '../store/platforms.ts';
import { until } from '../until.ts';
import { characterFile } from './conversation/character.ts';

const key = 'fleek_test_key_0123456789';
const project = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';

const runningAgent = async (store: Store, name: string): Promise<string> => {
  const file = characterFile({ name, settings: { model: 'small-2026' } });
  const document = { name, avatar: null, characterFile: file, frameworkVersion: null };
  const wish = { host: undefined, publicChat: false, document, sealedSecrets: undefined };
  const { id } = await insertAgent(store, project, wish);
  await setAgent(store, id, { status: 'Running' });
  return id;
};

/** @returns what the agent says, or why its visitor knows that it says nothing */
const say = async (
  { origin }: RunningPlatform,
  agent: string,
  roomId: string,
  text: string,
): Promise<{ answer: string } | { told: string }> => {
  try {
    const response = await fetch(`${origin}/api/v1/ai-agents/${agent}/api/${agent}/message`, {
      method: 'POST',
      headers: { 'x-api-key': key, 'Content-Type': 'application/json' },
      body: JSON.stringify({ text, roomId, userId: 'Ada' }),
      signal: AbortSignal.timeout(20_000),
    });
    if (!response.ok) return { told: `${response.status} ${await response.text()}` };
    const [content] = (await response.json()) as { text: string }[];
    return { answer: content?.text ?? '' };
  } catch (error) {
    // Who has to wait for nothing was not told.
    if (error instanceof DOMException) throw error;
    return { told: String(error) };
  }
};

const messageJobs = (store: Store) =>
  store.db
    .selectFrom('jobs')
    .select(['status', 'document'])
    .where('kind', '=', 'agent.message')
    .execute();

/** Some platforms, and the model by which agents on all of them speak. */
const together = async (
  t: test.TestContext,
  count: number,
  options: Parameters<typeof startOpenAi>[0],
) => {
  const model = await startOpenAi(options);
  t.after(model.close);
  const { store, start } = await platforms(t, {
    FLEEK_PLATFORM_KEY: key,
    FLEEK_PLATFORM_PROJECT: project,
    OPENAI_BASE_URL: model.baseUrl,
  });
  const [victim, ...others] = await Promise.all(Array.from({ length: count }, () => start()));
  assert.ok(victim);
  return { store, model, victim, others };
};

test(
  'What a platform was about to answer when it was killed is told, counted as failed, and forgotten',
  { skip: withoutPostgres },
  async (t) => {
    let isHolding = true;
    const { store, model, victim, others } = await together(t, 2, {
      chat: (request, response) => (isHolding ? undefined : says('At last.')(request, response)),
    });
    const agent = await runningAgent(store, 'Nela');
    const rooms = ['one', 'two', 'three', 'four', 'five'];
    const said = rooms.map((room) => say(victim, agent, room, 'Is anybody there?'));
    await until(() => model.chats.length === rooms.length);
    await victim.kill();
    for (const end of await Promise.all(said)) assert.ok('told' in end, JSON.stringify(end));

    await until(async () => (await messageJobs(store)).every(({ status }) => status === 'failed'));
    for (const { document } of await messageJobs(store)) {
      assert.match(document, /The process that was doing it ended/);
    }
    isHolding = false;
    const [other] = others;
    assert.ok(other);
    for (const room of rooms) {
      assert.deepEqual(await say(other, agent, room, 'And now?'), { answer: 'At last.' });
      const turns = await lastRoomTurns(store, { agent, room: elizaId(room) });
      assert.deepEqual(
        turns.map(({ text }) => text),
        ['And now?', 'At last.'],
      );
    }
  },
);

test(
  'Of messages that wander over three platforms, one killed among them, none is lost in silence',
  { skip: withoutPostgres },
  async (t) => {
    const { store, victim, others } = await together(t, 3, {
      chat: (request, response) =>
        says(`I hear: ${request.messages.at(-1)?.content ?? ''}`)(request, response),
    });
    const agents = await Promise.all([1, 2].map((it) => runningAgent(store, `Agent ${it}`)));
    const rooms = agents.flatMap((agent) => ['a', 'b', 'c'].map((room) => ({ agent, room })));
    const half = Promise.withResolvers<undefined>();
    let count = 0;
    const visits = rooms.map(async ({ agent, room }, visitor) => {
      const heard: string[] = [];
      for (let turn = 0; turn < 12; turn += 1) {
        const text = `${agent} ${room} ${turn}`;
        const end = await say(
          [victim, ...others][(visitor + turn) % 3] ?? victim,
          agent,
          room,
          text,
        );
        if ('answer' in end) {
          assert.equal(end.answer, `I hear: ${text}`);
          heard.push(text);
        } else assert.match(end.told, /fetch failed|terminated/);
        if ((count += 1) === 36) half.resolve(undefined);
      }
      return { agent, room, heard };
    });
    await half.promise;
    await victim.kill();

    for (const { agent, room, heard } of await Promise.all(visits)) {
      assert.ok(heard.length >= 4, `${heard.length} of 12`);
      const turns = await lastRoomTurns(store, { agent, room: elizaId(room) });
      const asked = turns.filter(({ role }) => role === 'user').map(({ text }) => text);
      const answered = turns.filter(({ role }) => role === 'assistant').map(({ text }) => text);
      assert.deepEqual(
        answered,
        asked.map((text) => `I hear: ${text}`),
      );
      // An answer that was kept may have died on its way; none that was heard may be missing.
      assert.deepEqual(
        heard.filter((text) => !asked.includes(text)),
        [],
      );
      assert.ok(asked.every((text) => text.startsWith(`${agent} ${room} `)));
    }
  },
);
