import type { JsonObject } from '../character-file/json-object.ts';

/** A character file for another version of Eliza. */
export interface Conversion {
  readonly file: JsonObject;
  /** What has become of fields that have no counterpart there, as `path: message`. */
  readonly notes: readonly string[];
}

/** These fields, as far as the file has them. */
export const picked = (file: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.flatMap((name) => (isSet(file[name]) ? [[name, file[name]]] : [])));

/** All the other fields. */
export const without = (file: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(file).filter(([name]) => !names.includes(name)));

export const isSet = (value: unknown): boolean => value !== undefined && value !== null;

/** Whether there is nothing in it that could get lost. */
export const isEmpty = (value: unknown): boolean =>
  !isSet(value) ||
  value === '' ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textsIn = (value: unknown): readonly string[] =>
  (typeof value === 'string' ? [value] : listIn(value)).filter((it) => typeof it === 'string');

/** What a plugin or a client is called without its package: `@elizaos/plugin-openai` is `openai`. */
export const shortName = (name: string): string =>
  name.replace(/^@[\w-]+\//, '').replace(/^(?:plugin|client)-/, '');
