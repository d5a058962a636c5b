import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { pageOf, type Page, type PageWish } from './pages.ts';
import type { Given } from './records.ts';
import { newToken } from './secret-tokens.ts';
import { isoTime, type Store } from './store.ts';
import type { AgentStatus, AgentTables } from './tables/agents.ts';

export type { AgentStatus };

/** What its owner has said about an agent. */
export interface AgentDocument {
  readonly name: string;
  /** As it was sent: a name, base64, a URL. */
  readonly avatar: string | null;
  /** JSON text; its secrets are masked. */
  readonly characterFile: string;
  readonly frameworkVersion: string | null;
}

export interface AgentRow {
  readonly id: string;
  readonly project: string;
  readonly status: AgentStatus;
  /** An Eliza server that answers in place of the platform. */
  readonly host: string | undefined;
  readonly publicChat: boolean;
  /** What pages may talk to it with, while `publicChat` is on. */
  readonly publicToken: string;
  /** How often its character or its host has changed. */
  readonly version: number;
  /** Its number within the project. */
  readonly slot: number;
  readonly document: AgentDocument;
  /** Encrypted; `secretsOf` reads them. */
  readonly sealedSecrets: string | undefined;
  /** In a row. */
  readonly failures: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number | undefined;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const agentOf = (store: Store, row: Selectable<AgentTables['agents']>): AgentRow => ({
  id: row.id,
  project: row.project,
  status: row.status,
  host: row.host ?? undefined,
  publicChat: row.public_chat === 1,
  publicToken: row.public_token,
  version: row.version,
  slot: row.slot,
  document: JSON.parse(store.urls.expand(row.document)) as AgentDocument,
  sealedSecrets: row.secrets ?? undefined,
  failures: row.failures,
  startedAt: row.started_at === null ? undefined : Date.parse(row.started_at),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const documentText = (store: Store, document: AgentDocument): string =>
  store.urls.shorten(JSON.stringify(document));

export const findAgent = async (store: Store, id: string): Promise<AgentRow | undefined> => {
  const row = await store.db
    .selectFrom('agents')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row && agentOf(store, row);
};

/** A project's agents in the order of creation. */
export const listAgents = async (
  store: Store,
  project: string,
  wish: PageWish,
): Promise<Page<AgentRow>> => {
  const page = await pageOf(wish, 'asc', ({ beyond, order, limit }) => {
    let query = store.db.selectFrom('agents').selectAll().where('project', '=', project);
    if (beyond) {
      const { time, id } = beyond;
      query = query.where((eb) =>
        eb(eb.refTuple('created_at', 'id'), order === 'asc' ? '>' : '<', eb.tuple(time, id)),
      );
    }
    return query.orderBy('created_at', order).orderBy('id', order).limit(limit).execute();
  });
  return { ...page, rows: page.rows.map((row) => agentOf(store, row)) };
};

/** What an agent is when it is made. */
export interface NewAgent extends Pick<AgentRow, 'host' | 'publicChat' | 'document'> {
  readonly sealedSecrets: string | undefined;
}

export const newAgentId = (): string => randomUUID();

const newPublicToken = (): string => `agt_${newToken()}`;

const freeSlot = async (store: Store, project: string): Promise<number> => {
  const row = await store.db
    .selectFrom('agents')
    .select(({ fn }) => fn.max('slot').as('slot'))
    .where('project', '=', project)
    .executeTakeFirst();
  return (row?.slot ?? 0) + 1;
};

/** Makes a draft. To be called in a transaction. */
export const insertAgent = async (
  store: Store,
  project: string,
  { host, publicChat, document, sealedSecrets }: NewAgent,
  { id = newAgentId(), time = store.now() }: Given = {},
): Promise<AgentRow> => {
  const row = {
    id,
    project,
    status: 'Draft',
    public_token: newPublicToken(),
    public_chat: publicChat ? 1 : 0,
    host: host ?? null,
    slot: await freeSlot(store, project),
    document: documentText(store, document),
    secrets: sealedSecrets ?? null,
    version: 1,
    failures: 0,
    started_at: null,
    created_at: isoTime(time),
    updated_at: isoTime(time),
  } as const;
  await store.db.insertInto('agents').values(row).execute();
  return agentOf(store, row);
};

/** What may be set of an agent; what is left out stays. */
export type AgentChange = Partial<
  Pick<
    AgentRow,
    | 'status'
    | 'host'
    | 'publicChat'
    | 'version'
    | 'document'
    | 'sealedSecrets'
    | 'failures'
    | 'startedAt'
  >
>;

const nullable = <T>(value: T | undefined): T | null => value ?? null;

/** @returns whether there is such an agent */
export const setAgent = async (store: Store, id: string, change: AgentChange): Promise<boolean> => {
  const { status, publicChat, version, document, failures, startedAt } = change;
  const { numUpdatedRows } = await store.db
    .updateTable('agents')
    .set({
      updated_at: isoTime(store.now()),
      ...(status !== undefined && { status }),
      ...('host' in change && { host: nullable(change.host) }),
      ...(publicChat !== undefined && { public_chat: publicChat ? 1 : 0 }),
      ...(version !== undefined && { version }),
      ...(document !== undefined && { document: documentText(store, document) }),
      ...('sealedSecrets' in change && { secrets: nullable(change.sealedSecrets) }),
      ...(failures !== undefined && { failures }),
      ...(startedAt !== undefined && { started_at: isoTime(startedAt) }),
    })
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
};

/** With all that it has logged and been told. */
export const deleteAgent = async (store: Store, id: string): Promise<void> => {
  await store.db.deleteFrom('agents').where('id', '=', id).execute();
};

/** How many of a project's agents take a seat: all but drafts. */
export const countPublished = async (store: Store, project: string): Promise<number> => {
  const row = await store.db
    .selectFrom('agents')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('project', '=', project)
    .where('status', '!=', 'Draft')
    .executeTakeFirstOrThrow();
  return Number(row.count);
};
