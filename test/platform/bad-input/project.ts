import { randomUUID } from 'node:crypto';
import { addTestCard } from '../../../src/platform/billing/portal-routes.ts';
import { testPlans } from '../../../src/platform/billing/test-plans.ts';
import { setAgent, type AgentChange } from '../../../src/platform/store/agents.ts';
import { putProject } from '../../../src/platform/store/projects.ts';
import type { TestPerson } from '../people.ts';
import type { Town } from './town.ts';

/** What requests to the Fleek API name. */
export interface ProjectThings {
  readonly project: string;
  readonly draft: string;
  /** One that answers, */
  readonly agent: string;
  /** one that does not any more, */
  readonly stopped: string;
  /** and one whose owner has a server that answers in its place. */
  readonly hosted: string;
  readonly subscription: string;
  readonly cancelled: string;
  readonly apiToken: string;
}

export const character = JSON.stringify({ name: 'Ada', bio: 'Built engines.' });
export const plan = testPlans[0]?.id ?? '';

/** A project of a workspace's with one thing of each kind; `gone` has had them. */
export const buildProject = async (
  { server, agentHost }: Town,
  workspace: string,
  name: string,
  desk: TestPerson,
) => {
  const { store } = server;
  const project = randomUUID();
  const key = `fleek_${name}`;
  await putProject(store, { id: project, workspace, name, key });
  await addTestCard(store, project, 'visa');

  const ask = (status: number, method: string, path: string, body?: object) =>
    server.json(status, method, `/api${path}`, body, { 'x-api-key': key });

  const agent = async (change?: AgentChange): Promise<string> => {
    const { id } = await ask(201, 'POST', '/v2/ai-agents', { name, config: character });
    if (change) await setAgent(store, id, { startedAt: store.now(), ...change });
    return id;
  };

  const subscription = async (): Promise<string> => {
    const product = { id: plan, quantity: 1 };
    return (await ask(201, 'POST', '/v1/subscriptions', { product })).id;
  };

  const apiToken = async (): Promise<string> =>
    (await desk.json(201, 'POST', '/api/v1/tokens', { name, projectId: project })).id;

  const things: ProjectThings = {
    project,
    draft: await agent(),
    agent: await agent({ status: 'Running' }),
    stopped: await agent({ status: 'Stopped' }),
    hosted: await agent({ status: 'Running', host: agentHost }),
    subscription: await subscription(),
    cancelled: await subscription(),
    apiToken: await apiToken(),
  };
  await ask(200, 'DELETE', `/v1/subscriptions/${things.cancelled}`);

  const deleted = await agent({ status: 'Running' });
  await ask(200, 'DELETE', `/v1/ai-agents/${deleted}`);
  const revoked = await apiToken();
  await desk.json(200, 'DELETE', `/api/v1/tokens/${revoked}`);
  const gone: ProjectThings = {
    project,
    draft: deleted,
    agent: deleted,
    stopped: deleted,
    hosted: deleted,
    // Those that have ended are still there to be seen.
    subscription: 'sub_gone',
    cancelled: 'sub_gone',
    apiToken: revoked,
  };
  return { key, things, gone };
};
