/** What the owner of an agent says of it, made into what is kept. */
import { HttpError } from '../../http/problem.ts';
import type { Settings } from '../settings.ts';
import { newAgentId, type AgentChange, type AgentRow, type NewAgent } from '../store/agents.ts';
import type { Store } from '../store/store.ts';
import { secretPathsOf, takeSecrets, type FileSecret } from './character-file/file-secrets.ts';
import { readJsonObject } from './character-file/json-object.ts';
import { openSecrets, sealSecrets } from './secrets.ts';

/** Fields of a request, as far as it has them. */
export interface AgentWishes {
  readonly name?: string | undefined;
  readonly avatar?: string | null | undefined;
  readonly frameworkVersion?: string | null | undefined;
  readonly publicChat?: boolean | undefined;
  readonly host?: string | null | undefined;
  /** The character file has three names. */
  readonly config?: string | undefined;
  readonly characterFile?: string | undefined;
  readonly [further: string]: unknown;
}

const invalid = (message: string): HttpError => new HttpError(400, 'invalid_request', message);

const textIn = (wishes: AgentWishes): string | undefined => {
  const text = wishes.characterFile ?? wishes.config ?? wishes['character_file'];
  if (text === undefined || typeof text === 'string') return text;
  throw invalid('"character_file" must be text.');
};

/** What an agent may be told to be answered by. */
type HostRules = Pick<Settings, 'allowPrivateHosts'>;

/** @returns `undefined` where the platform is to answer itself */
const hostOf = (
  host: string | null | undefined,
  { allowPrivateHosts }: HostRules,
): string | undefined => {
  if (host === undefined || host === null || host === '') return undefined;
  const schemes = allowPrivateHosts ? ['https:', 'http:'] : ['https:'];
  const url = URL.parse(host);
  if (url && schemes.includes(url.protocol) && !url.username && !url.password) return host;
  throw invalid('"host" must be an https URL.');
};

interface TakenFile {
  readonly characterFile: string;
  readonly name: string | undefined;
  readonly secrets: readonly FileSecret[];
}

/** A file without the secrets in it, and the secrets; what holds none stays as it was written. */
const takeFile = (text: string, before: readonly FileSecret[]): TakenFile => {
  const read = readJsonObject(text);
  if ('problem' in read) throw invalid(`The character file ${read.problem}.`);
  const { value } = read;
  const name = typeof value['name'] === 'string' ? value['name'].trim() : undefined;
  if (secretPathsOf(value).length === 0) return { characterFile: text, name, secrets: [] };
  const secrets = takeSecrets(value, before);
  return { characterFile: JSON.stringify(value), name, secrets };
};

const longestName = 200;

/**
 * @param id of an agent that has one from elsewhere
 * @throws {HttpError} 400 for a file that nobody can read, and for a host that cannot be asked
 */
export const newAgentOf = (
  store: Store,
  wishes: AgentWishes,
  rules: HostRules,
  id: string = newAgentId(),
): { readonly id: string; readonly agent: NewAgent } => {
  const { characterFile, name, secrets } = takeFile(textIn(wishes) ?? '{}', []);
  const document = {
    name: wishes.name ?? (name?.slice(0, longestName).toWellFormed() || 'Agent'),
    avatar: wishes.avatar ?? null,
    characterFile,
    frameworkVersion: wishes.frameworkVersion ?? null,
  };
  const agent = {
    host: hostOf(wishes.host, rules),
    publicChat: wishes.publicChat ?? false,
    document,
    sealedSecrets: sealSecrets(store, id, secrets),
  };
  return { id, agent };
};

/** @returns the change, and whether the agent answers otherwise because of it */
export const changeOf = (
  store: Store,
  agent: AgentRow,
  wishes: AgentWishes,
  rules: HostRules,
): { readonly change: AgentChange; readonly isOther: boolean } => {
  const { name, avatar, frameworkVersion, publicChat } = wishes;
  const before = openSecrets(store, agent);
  const text = textIn(wishes);
  const file = text === undefined ? undefined : takeFile(text, before);
  const host = wishes.host === undefined ? agent.host : hostOf(wishes.host, rules);
  const isOther =
    host !== agent.host ||
    (file !== undefined &&
      (file.characterFile !== agent.document.characterFile ||
        JSON.stringify(file.secrets) !== JSON.stringify(before)));
  const document = {
    ...agent.document,
    ...(name !== undefined && { name }),
    ...(avatar !== undefined && { avatar }),
    ...(frameworkVersion !== undefined && { frameworkVersion }),
    ...(file && { characterFile: file.characterFile }),
  };
  const change = {
    host,
    document,
    ...(publicChat !== undefined && { publicChat }),
    ...(file && { sealedSecrets: sealSecrets(store, agent.id, file.secrets) }),
    ...(isOther && { version: agent.version + 1 }),
  };
  return { change, isOther };
};
