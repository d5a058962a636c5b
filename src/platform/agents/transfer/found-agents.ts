/** What is in a file that somebody wants to import. */
import { isJsonObject, type JsonObject } from '../character-file/json-object.ts';
import { isSet, picked } from './conversion.ts';

/** An agent in a file. */
export interface FoundAgent {
  /** Of an agent that Fleek or a platform has given out; a character file alone has none. */
  readonly id?: string;
  /** Pages have it, and go on with it. */
  readonly publicToken?: string;
  /** As a request to make an agent has them. */
  readonly wishes: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
}

/** Where in a file: empty for all of it, else `data.3` or `3`. */
export type Found = { readonly where: string } & (
  { readonly agent: FoundAgent } | { readonly problems: readonly string[] }
);

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** Long enough that nobody guesses it, and nothing that could not stand in a header. */
const token = /^[\w.~+/=-]{16,200}$/;

/** What Fleek's API says of an agent is around its character file, which has three names there. */
const fileNames = ['characterFile', 'character_file', 'config'] as const;

const isAgent = (value: JsonObject): boolean => fileNames.some((name) => name in value);

const textOf = (file: unknown): string | undefined =>
  typeof file === 'string' || file === undefined ? file : JSON.stringify(file);

/** An Eliza server of the owner's; what Fleek names there was a machine of its own. */
const hostOf = (host: unknown): { host?: string; notes: string[] } => {
  if (!isSet(host) || host === '') return { notes: [] };
  if (typeof host === 'string' && host.startsWith('https://')) return { host, notes: [] };
  return { notes: ['host: left out, since it is no https URL; the platform itself answers'] };
};

const agentIn = (value: JsonObject): FoundAgent | { readonly problems: readonly string[] } => {
  const { id, publicToken } = value;
  if (isSet(id) && !(typeof id === 'string' && uuid.test(id))) {
    return { problems: ['id: must be a UUID'] };
  }
  const config = textOf(fileNames.map((name) => value[name]).find((it) => it !== undefined));
  const { host, notes } = hostOf(value['host']);
  const keepsToken = typeof publicToken === 'string' && token.test(publicToken);
  if (!keepsToken && isSet(publicToken)) {
    notes.push('publicToken: left out, since nobody could send it; it gets another one');
  }
  return {
    ...(typeof id === 'string' && { id: id.toLowerCase() }),
    ...(keepsToken && { publicToken }),
    wishes: {
      ...picked(value, ['name', 'avatar', 'frameworkVersion', 'publicChat']),
      ...(host !== undefined && { host }),
      config,
    },
    notes,
  };
};

const foundIn = (where: string, value: unknown, text?: string): Found => {
  if (!isJsonObject(value)) return { where, problems: ['must be a JSON object'] };
  if (!isAgent(value)) {
    const config = text ?? JSON.stringify(value);
    return { where, agent: { wishes: { config }, notes: [] } };
  }
  const found = agentIn(value);
  return 'problems' in found ? { where, ...found } : { where, agent: found };
};

const allIn = (place: string, values: readonly unknown[]): readonly Found[] =>
  values.map((value, index) => foundIn(`${place}${String(index)}`, value));

const allOf = (text: string): readonly Found[] => {
  const value: unknown = JSON.parse(text);
  if (Array.isArray(value)) return allIn('', value);
  if (!isJsonObject(value)) return [{ where: '', problems: ['must be a JSON object or a list'] }];
  if (!isAgent(value) && Array.isArray(value['data'])) return allIn('data.', value['data']);
  return [foundIn('', value, text)];
};

/**
 * Finds the agents in the text of a file: an agent as Fleek's API answers it, a list or a page of such,
 * or a character file of Eliza 0.x or 1.x.
 *
 * @returns each with what is wrong with it as `path: message`; its character file is not looked at
 */
export const foundAgents = (text: string): readonly Found[] => {
  try {
    return allOf(text);
  } catch (error) {
    // Whatever is nested deeper than the stack reaches.
    const problem = error instanceof RangeError ? 'is nested too deep' : 'is not valid JSON';
    return [{ where: '', problems: [problem] }];
  }
};
