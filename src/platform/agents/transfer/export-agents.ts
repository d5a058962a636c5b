import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { slugOf } from '../../apps/slug.ts';
import type { PlatformOptions } from '../../settings.ts';
import { findAgent, listAgents, type AgentRow } from '../../store/agents.ts';
import type { Store } from '../../store/store.ts';
import { agentFields1 } from '../answer.ts';
import { secretPathsOf } from '../character-file/file-secrets.ts';
import { readJsonObject, type JsonObject } from '../character-file/json-object.ts';
import type { Conversion } from './conversion.ts';
import { toEliza0 } from './to-eliza-0.ts';
import { toEliza1 } from './to-eliza-1.ts';
import { withProject } from './with-project.ts';

/** The character file for a version of Eliza, or the agent as Fleek's API answers it. */
export const exportFormats = ['fleek', 'v0', 'v1'] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** What has become of an agent that was to be exported. */
export type ExportedAgent = { readonly id: string } & (
  | {
      readonly name: string;
      readonly path: string;
      /** What has no counterpart in the format, as `path: message`. */
      readonly notes: readonly string[];
    }
  | { readonly problem: string }
);

export interface ExportOptions {
  /** Made where it is missing. */
  readonly folder: string;
  readonly format: ExportFormat;
  /** Of agents; all of the project's, unless given. */
  readonly ids?: readonly string[];
  /** The id of the project; the sample's, unless given. */
  readonly project?: string | undefined;
  /** Whether files that are there already may be replaced. */
  readonly replace?: boolean;
}

/** A field that waits for its secret, instead of a mask that Eliza would take for one. */
const withoutMasks = (file: JsonObject): Conversion => {
  const paths = secretPathsOf(file);
  const emptied = structuredClone(file);
  for (const path of paths) {
    let place = emptied as Record<string, unknown>;
    for (const name of path.slice(0, -1)) place = place[name] as Record<string, unknown>;
    place[path.at(-1) ?? ''] = '';
  }
  return {
    file: emptied,
    notes: paths.map((path) => `${path.join('.')}: left empty, since secrets are not exported`),
  };
};

const characterFile = (agent: AgentRow, convert: (file: JsonObject) => Conversion): Conversion => {
  const read = readJsonObject(agent.document.characterFile);
  if ('problem' in read) throw new Error(`The character file of ${agent.id} ${read.problem}.`);
  const { file, notes } = withoutMasks(read.value);
  const converted = convert(file);
  return { file: converted.file, notes: [...notes, ...converted.notes] };
};

const contents: Readonly<Record<ExportFormat, (agent: AgentRow) => Conversion>> = {
  fleek: (agent) => ({ file: agentFields1(agent), notes: [] }),
  v0: (agent) => characterFile(agent, toEliza0),
  v1: (agent) => characterFile(agent, toEliza1),
};

/** More agents than fit on a page are read page by page. */
const pageSize = 100;

const allAgents = async (store: Store, project: string): Promise<readonly AgentRow[]> => {
  const agents: AgentRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAgents(store, project, { size: pageSize, cursor });
    agents.push(...page.rows);
    cursor = page.next;
  } while (cursor !== undefined);
  return agents;
};

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST';

const exportOne = async (
  agent: AgentRow,
  { folder, format, replace = false }: ExportOptions,
): Promise<ExportedAgent> => {
  const { id, document } = agent;
  const path = join(folder, `${slugOf(document.name, 'agent')}-${id}.json`);
  const { file, notes } = contents[format](agent);
  try {
    const text = `${JSON.stringify(file, undefined, 2)}\n`;
    await writeFile(path, text, { flag: replace ? 'w' : 'wx' });
  } catch (error) {
    if (!isTaken(error)) throw error;
    return { id, problem: `${path} is there already.` };
  }
  return { id, name: document.name, path, notes };
};

/**
 * Writes each agent into a file of its own. Secrets are never in it: in the `fleek` format they are
 * masked as in every answer, in character files they are left empty.
 *
 * @param options those of the platform, which may be running meanwhile
 * @throws {TypeError} where there is no such project, the folder cannot be written to, and for a setting
 * that makes no sense
 */
export const exportAgents = (
  options: PlatformOptions,
  wish: ExportOptions,
): Promise<readonly ExportedAgent[]> =>
  withProject(options, wish.project, async ({ store, project }) => {
    try {
      await mkdir(wish.folder, { recursive: true });
    } catch (cause) {
      throw new TypeError(`The folder ${wish.folder} cannot be made: ${String(cause)}`, { cause });
    }
    if (wish.ids === undefined || wish.ids.length === 0) {
      const exported: ExportedAgent[] = [];
      for (const agent of await allAgents(store, project)) {
        exported.push(await exportOne(agent, wish));
      }
      return exported;
    }
    return Promise.all(
      wish.ids.map(async (id): Promise<ExportedAgent> => {
        const agent = await findAgent(store, id.toLowerCase());
        if (agent?.project === project) return exportOne(agent, wish);
        return { id, problem: `There is no agent ${id} in this project.` };
      }),
    );
  });
