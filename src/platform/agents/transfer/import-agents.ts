import { agentsSchemas } from '../../../api/fleek/agents.schemas.ts';
import { HttpError } from '../../../http/problem.ts';
import type { Billing } from '../../billing/billing.ts';
import { createBilling } from '../../billing/create-billing.ts';
import type { PlatformOptions } from '../../settings.ts';
import { findAgent, insertAgent, type AgentRow, type AgentStatus } from '../../store/agents.ts';
import { transact, type Store } from '../../store/store.ts';
import { validated } from '../../validation.ts';
import { secretPathsOf } from '../character-file/file-secrets.ts';
import { readJsonObject } from '../character-file/json-object.ts';
import { publishAgent, requireCharacter } from '../lifecycle.ts';
import { newAgentOf, type AgentWishes } from '../owner-wishes.ts';
import { openSecrets } from '../secrets.ts';
import { updateAgent } from '../update-agent.ts';
import { foundAgents, type Found, type FoundAgent } from './found-agents.ts';
import { jsonFiles, type JsonFile } from './json-files.ts';
import { withProject, type OpenProject } from './with-project.ts';

interface Place {
  readonly path: string;
  /** In the file: empty for all of it, else `data.3` or `3`. */
  readonly where: string;
}

type Outcome =
  | {
      readonly id: string;
      readonly name: string;
      readonly status: AgentStatus;
      /** Whether there had been an agent of this id. */
      readonly isUpdate: boolean;
      /** What its owner should know, as `path: message`. */
      readonly notes: readonly string[];
    }
  /** As `path: message`; nothing has been written of it. */
  | { readonly problems: readonly string[] };

/** What has become of an agent in a file. */
export type ImportedAgent = Place & Outcome;

export interface ImportOptions {
  /** The id of the project; the sample's, unless given. */
  readonly project?: string | undefined;
  /** Whether drafts are published at once. */
  readonly publish?: boolean | undefined;
}

const refusal = (message: string): HttpError => new HttpError(409, 'conflict', message);

/** As `path: message`: the API quotes the path, and says `config` of the character file. */
const problemsOf = ({ message, extra }: HttpError): readonly string[] => {
  const { problems } = extra;
  if (Array.isArray(problems)) return problems.map(String);
  return [
    message
      .replace(/^"([\w.]+)" (.*)\.$/s, '$1: $2')
      .replace(/^(config:|The character file)/, 'characterFile:'),
  ];
};

/** A token opens one agent; the one that has it keeps it. */
const keepToken = async ({ db }: Store, id: string, publicToken: string): Promise<void> => {
  const query = db.selectFrom('agents').select('id').where('public_token', '=', publicToken);
  const owner = await query.executeTakeFirst();
  if (owner?.id === id) return;
  if (owner) throw refusal('publicToken: another agent has it');
  await db.updateTable('agents').set({ public_token: publicToken }).where('id', '=', id).execute();
};

/** Masks for which there is no secret: whoever wrote the file has left them out. */
const lostSecrets = (store: Store, agent: AgentRow): string[] => {
  const read = readJsonObject(agent.document.characterFile);
  const known = new Set(openSecrets(store, agent).map(([path]) => path.join('.')));
  const paths = 'value' in read ? secretPathsOf(read.value).map((path) => path.join('.')) : [];
  return paths
    .filter((path) => !known.has(path))
    .map((path) => `${path}: is masked in the file, so the agent does not have it`);
};

const write = async (
  store: Store,
  { project, settings }: OpenProject,
  { id, wishes }: FoundAgent,
): Promise<{ readonly id: string; readonly isUpdate: boolean }> => {
  const body = validated(agentsSchemas.create.body, wishes) as AgentWishes;
  const before = id === undefined ? undefined : await findAgent(store, id);
  if (before && before.project !== project) throw refusal('id: is an agent of another project');
  if (before) {
    await updateAgent(store, before, body, settings);
    return { id: before.id, isUpdate: true };
  }
  const { id: made, agent } = newAgentOf(store, body, settings, id);
  await insertAgent(store, project, agent, { id: made });
  return { id: made, isUpdate: false };
};

const mustFind = async (store: Store, id: string): Promise<AgentRow> => {
  const agent = await findAgent(store, id);
  if (!agent) throw new Error(`The agent ${id} is gone.`);
  return agent;
};

/** Imports one agent wholly, or not at all. */
const importAgent = (
  open: OpenProject,
  found: FoundAgent,
  billing: Billing | undefined,
): Promise<Outcome> =>
  transact(open.store, async (store) => {
    const { id, isUpdate } = await write(store, open, found);
    const agent = await mustFind(store, id);
    requireCharacter(agent.document.characterFile);
    if (found.publicToken !== undefined) await keepToken(store, id, found.publicToken);
    if (billing && agent.status === 'Draft') {
      await publishAgent(store, agent, await billing.freeSeats(store, agent.project));
    }
    const { status, document } = await mustFind(store, id);
    const notes = [...found.notes, ...lostSecrets(store, agent)];
    return { id, isUpdate, name: document.name, status, notes };
  });

const attempt = async (
  open: OpenProject,
  found: Found,
  billing: Billing | undefined,
): Promise<Outcome> => {
  if ('problems' in found) return found;
  try {
    return await importAgent(open, found.agent, billing);
  } catch (error) {
    if (error instanceof HttpError) return { problems: problemsOf(error) };
    throw error;
  }
};

const agentsIn = (file: JsonFile): readonly Found[] =>
  'problem' in file ? [{ where: '', problems: [file.problem] }] : foundAgents(file.text);

/**
 * Imports agents: as Fleek's API or a platform's has answered them, one, a list or a page of them; or
 * character files of Eliza 0.x and 1.x. An agent that brings an id keeps it, with its public token, and
 * is updated when it is imported once more; a character file makes a new agent each time.
 *
 * @param options those of the platform, which may be running meanwhile
 * @param paths files, and folders with files that end with `.json`
 * @returns what has become of each; what cannot be imported does not keep the others
 * @throws {TypeError} where there is no such project, and for a setting that makes no sense
 */
export const importAgents = (
  options: PlatformOptions,
  paths: readonly string[],
  { project, publish = false }: ImportOptions = {},
): Promise<readonly ImportedAgent[]> =>
  withProject(options, project, async (open) => {
    const billing = publish ? await createBilling(open.store, open.settings) : undefined;
    const outcomes: ImportedAgent[] = [];
    for (const path of paths) {
      for await (const file of jsonFiles(path)) {
        for (const found of agentsIn(file)) {
          const place = { path: file.path, where: found.where };
          outcomes.push({ ...place, ...(await attempt(open, found, billing)) });
        }
      }
    }
    return outcomes;
  });
