import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { HttpError } from '../../../../src/http/problem.ts';
import { ElizaRefusal } from '../../../../src/platform/agents/conversation/content.ts';
import {
  createConversations,
  messageKind,
  type ConversationParts,
} from '../../../../src/platform/agents/conversation/conversation.ts';
import { elizaId } from '../../../../src/platform/agents/conversation/eliza-ids.ts';
import { sealSecrets } from '../../../../src/platform/agents/secrets.ts';
import { createJobs } from '../../../../src/platform/jobs/jobs.ts';
import { createOutbound } from '../../../../src/platform/outbound.ts';
import { lastRoomTurns } from '../../../../src/platform/store/agent-turns.ts';
import { findAgent, insertAgent, setAgent } from '../../../../src/platform/store/agents.ts';
import { insertProject } from '../../../../src/platform/store/projects.ts';
import { putWorkspace } from '../../../../src/platform/store/workspaces.ts';
import { certificate } from '../../certificate.ts';
import { openStore, workspace, type OpenStore } from '../../store/open-store.ts';
import { characterFile } from './character.ts';

/** The module of engines that do what they are told. */
export const fakeEngines = new URL('./fake-engines.ts', import.meta.url).href;

export const within = () => AbortSignal.timeout(30_000);

type Parts = Partial<ConversationParts> & { env?: Record<string, string> };

/** Conversations with agents of a project; ended at the test's end. */
export const startConversations = async (
  store: OpenStore,
  t: TestContext,
  { env = {}, ...parts }: Parts = {},
) => {
  const jobs = createJobs({ store, log: () => undefined, retain: 1e9, poll: 50, beat: 20 });
  jobs.start({}, [messageKind]);
  const pending = new Set<Promise<void>>();
  const conversations = createConversations({
    store,
    settings: { env, standIns: true, allowPrivateHosts: true },
    jobs,
    outbound: createOutbound({ allowPrivateHosts: true, ca: certificate }),
    background: (work) => void pending.add(work),
    engines: { module: fakeEngines },
    limits: { beat: 50, patience: 600, grace: 200 },
    ...parts,
  });
  t.after(async () => {
    await conversations.close();
    await jobs.close();
    await Promise.allSettled(pending);
  });
  const { id: project } = await insertProject(store, { workspace, name: 'Test' });

  const agent = async (
    more: { host?: string; file?: object; secrets?: Record<string, string> } = {},
  ) => {
    const document = {
      name: 'Nela',
      avatar: null,
      characterFile: characterFile({ ...more.file }),
      frameworkVersion: null,
    };
    const wish = { host: more.host, publicChat: false, document, sealedSecrets: undefined };
    const { id } = await insertAgent(store, project, wish);
    const named = Object.entries(more.secrets ?? {});
    const secrets = named.map(([name, value]) => [['secrets', name], value] as const);
    await setAgent(store, id, {
      status: 'Running',
      sealedSecrets: sealSecrets(store, id, secrets),
    });
    return found(id);
  };
  const found = async (id: string) => {
    const row = await findAgent(store, id);
    assert.ok(row);
    return row;
  };
  const say = async (id: string, text: string, roomId?: string, userId?: string) => {
    const row = await found(id);
    const contents = await conversations.say(row, { text, roomId, userId }, within());
    return contents[0]?.text;
  };
  const log = async (id: string): Promise<string[]> => {
    const rows = await store.db
      .selectFrom('agent_logs')
      .select('message')
      .where('agent', '=', id)
      .orderBy('id')
      .execute();
    return rows.map(({ message }) => message);
  };
  const turns = async (id: string, room: string) =>
    (await lastRoomTurns(store, { agent: id, room: elizaId(room) })).map(({ text }) => text);
  const jobRows = () =>
    store.db.selectFrom('jobs').selectAll().where('kind', '=', 'agent.message').execute();
  return { store, jobs, conversations, agent, found, say, log, turns, jobRows, pending };
};

export const refusedWith = (status: number, code?: string) => (error: unknown) => {
  assert.ok(error instanceof HttpError || error instanceof ElizaRefusal, String(error));
  assert.equal(error.status, status, error.message);
  if (code !== undefined) assert.equal('code' in error && error.code, code);
  return true;
};

/** A test of what has nothing to do with the kind of database. */
export const onSqlite = (
  title: string,
  work: (store: OpenStore, t: TestContext) => Promise<void>,
): void => {
  test(title, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'fae-conversations-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const store = await openStore({ file: join(folder, 'platform.db') });
    t.after(store.close);
    await putWorkspace(store, { name: 'Test', id: workspace });
    await work(store, t);
  });
};
