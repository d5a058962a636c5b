import { noteUses } from './file-uses.ts';
import { newRow, updateRecord, type Fields, type Given } from './records.ts';
import { newToken } from './secret-tokens.ts';
import type { Store } from './store.ts';
import type { BotStatus } from './tables/bots.ts';

/** A bot, without the fields that are its owner's. */
export interface Bot {
  readonly id: string;
  readonly workspace: string;
  /** Nodes and edges, as JSON text. */
  readonly pipeline: string;
  readonly status: BotStatus;
  /** Whether its intervals and its webhook start runs. */
  readonly isArmed: boolean;
  /** The unguessable end of its webhook's address. */
  readonly hook: string;
}

/** What the server says about a bot, or keeps elsewhere. */
const derived = new Set(['nodes', 'edges', 'logs', 'status', 'webhookUrl']);

const ownFields = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !derived.has(name)));

const pipelineOf = (store: Store, { nodes = [], edges = [] }: Fields): string =>
  store.urls.shorten(JSON.stringify({ nodes, edges }));

/** Puts further members behind those of a JSON object that has some, without reading it. */
const extended = (document: string, members: string): string =>
  `${document.slice(0, -1)},${members}`;

const statusMember = (status: BotStatus): string => `"status":"${status}"`;

/** In the order of creation, without pipelines and logs, as the text of a JSON array. */
export const listBots = async (store: Store, workspace: string): Promise<string> => {
  const rows = await store.db
    .selectFrom('bots')
    .select(['document', 'status'])
    .where('workspace', '=', workspace)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const bots = rows.map(({ document, status }) => extended(document, `${statusMember(status)}}`));
  return store.urls.expand(`[${bots.join(',')}]`);
};

const columns = ['id', 'workspace', 'pipeline', 'status', 'armed', 'hook'] as const;

interface Columns extends Omit<Bot, 'isArmed'> {
  readonly armed: number;
}

const botOf = (store: Store, { armed, ...row }: Columns): Bot => ({
  ...row,
  pipeline: store.urls.expand(row.pipeline),
  isArmed: armed === 1,
});

/** @param workspace whose it must be; any, for workers that come from its own job or run */
export const findBot = async (
  store: Store,
  id: string,
  workspace?: string,
): Promise<Bot | undefined> => {
  let query = store.db.selectFrom('bots').select(columns).where('id', '=', id);
  if (workspace !== undefined) query = query.where('workspace', '=', workspace);
  const row = await query.executeTakeFirst();
  return row && botOf(store, row);
};

export const findBotOfHook = async (store: Store, hook: string): Promise<Bot | undefined> => {
  const row = await store.db
    .selectFrom('bots')
    .select(columns)
    .where('hook', '=', hook)
    .executeTakeFirst();
  return row && botOf(store, row);
};

/**
 * A bot with its pipeline, as JSON text.
 *
 * @param webhookUrl where its webhook is, if it has one
 */
export const botAnswer = async (
  store: Store,
  { id, pipeline, status }: Bot,
  webhookUrl?: string,
): Promise<string> => {
  const { document } = await store.db
    .selectFrom('bots')
    .select('document')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const hook = webhookUrl === undefined ? '' : `"webhookUrl":${JSON.stringify(webhookUrl)},`;
  // The pipeline is an object too: its members follow, and its end is the end of all.
  const members = `${statusMember(status)},${hook}${pipeline.slice(1)}`;
  return extended(store.urls.expand(document), members);
};

/** To be called in a transaction. */
export const insertBot = async (
  store: Store,
  workspace: string,
  fields: Fields,
  given: Given = {},
): Promise<Bot> => {
  const row = {
    ...newRow(store, workspace, ownFields(fields), given),
    pipeline: pipelineOf(store, fields),
    status: 'idle',
    armed: 0,
    hook: newToken(),
  } as const;
  await store.db.insertInto('bots').values(row).execute();
  await noteUses(store, 'bots', [row]);
  return botOf(store, row);
};

/** To be called in a transaction; gives whether there is such a bot. */
export const updateBot = async (
  store: Store,
  { id, workspace }: Bot,
  fields: Fields,
  pipeline: Fields | undefined,
): Promise<boolean> => {
  const updated = await updateRecord(store, 'bots', workspace, id, ownFields(fields));
  if (!updated) return false;
  if (pipeline) {
    await store.db
      .updateTable('bots')
      .set({ pipeline: pipelineOf(store, pipeline) })
      .where('id', '=', id)
      .execute();
  }
  return true;
};

export const setBot = async (
  store: Store,
  id: string,
  { status, isArmed }: Partial<Pick<Bot, 'status' | 'isArmed'>>,
): Promise<void> => {
  await store.db
    .updateTable('bots')
    .set({
      ...(status !== undefined && { status }),
      ...(isArmed !== undefined && { armed: isArmed ? 1 : 0 }),
    })
    .where('id', '=', id)
    .execute();
};
