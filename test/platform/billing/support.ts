import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewSubscription } from '../../../src/platform/billing/billing.ts';
import { collectOpen } from '../../../src/platform/billing/cycle.ts';
import { addTestCard } from '../../../src/platform/billing/portal-routes.ts';
import { changeCards } from '../../../src/platform/billing/test-account.ts';
import { createTestBilling } from '../../../src/platform/billing/test-billing.ts';
import type { TestCard } from '../../../src/platform/billing/test-cards.ts';
import { testPlans } from '../../../src/platform/billing/test-plans.ts';
import { insertAgent, setAgent } from '../../../src/platform/store/agents.ts';
import { lastInvoices } from '../../../src/platform/store/invoices.ts';
import { insertProject } from '../../../src/platform/store/projects.ts';
import type { Store } from '../../../src/platform/store/store.ts';
import type { AgentStatus } from '../../../src/platform/store/tables/agents.ts';
import { deleteTestCard, listTestCards } from '../../../src/platform/store/test-cards.ts';
import { putWorkspace } from '../../../src/platform/store/workspaces.ts';
import { databaseEnv } from '../database.ts';
import { openStore, workspace } from '../store/open-store.ts';

export const hour = 60 * 60 * 1000;
export const day = 24 * hour;

export const product = testPlans[0]?.id ?? '';

/** `2025-01-31` or `2025-01-31T12:30:00`, in UTC. */
export const at = (text: string): number =>
  Date.parse(text.includes('T') ? `${text}Z` : `${text}T00:00:00Z`);

export const text = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString().slice(0, 19);

/** Writes down an agent of a project's. To be called in a transaction. */
export const addAgent = async (
  store: Store,
  project: string,
  status: AgentStatus = 'Running',
): Promise<void> => {
  const document = { name: 'Ada', avatar: null, characterFile: '{}', frameworkVersion: null };
  const { id } = await insertAgent(store, project, {
    host: undefined,
    publicChat: false,
    document,
    sealedSecrets: undefined,
  });
  await setAgent(store, id, { status });
};

/** Test billing on a database of its own, with a clock that stands until it is moved. */
export const openBilling = async (start = '2025-01-02') => {
  const folder = await mkdtemp(join(tmpdir(), 'fae-billing-'));
  const { DATABASE_URL } = await databaseEnv(folder);
  let time = at(start);
  const place = { file: join(folder, 'platform.db'), url: DATABASE_URL };
  const store = await openStore(place, () => time);
  await putWorkspace(store, { name: 'Test', id: workspace });
  const billing = createTestBilling(store, { publicUrl: 'http://localhost:4600', enforces: true });

  const newProject = async (): Promise<string> =>
    (await insertProject(store, { workspace, name: 'Test' })).id;

  const addCard = (project: string, card: TestCard = 'visa') =>
    changeCards(store, project, (inner) => addTestCard(inner, project, card), collectOpen);

  return {
    store,
    billing,
    newProject,
    addCard,
    removeCards: async (project: string): Promise<void> => {
      for (const { id } of await listTestCards(store, project)) {
        await changeCards(store, project, (it) => deleteTestCard(it, project, id), collectOpen);
      }
    },
    /** A project with a card and a subscription. */
    subscribe: async (quantity = 1, more: Partial<NewSubscription> = {}) => {
      const project = more.project ?? (await newProject());
      if (more.project === undefined) await addCard(project);
      const wish = { project, product, quantity, metadata: {}, ...more };
      const { id } = await billing.create(wish);
      return { project, id };
    },
    invoices: (project: string) => lastInvoices(store, project, 100),
    setTime: (moment: string | number): void => {
      time = typeof moment === 'number' ? moment : at(moment);
    },
    now: () => time,
    close: async (): Promise<void> => {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

export type TestedBilling = Awaited<ReturnType<typeof openBilling>>;
