import { isJsonObject, type JsonObject } from './json-object.ts';

/** Enough to mend a file with; a hostile one has a million. */
const mostProblems = 50;
/** Of one list: more would be of no use to anybody, and cost a lot to look at. */
const longestList = 10_000;

/** Reads fields of a file, and remembers what is wrong with them. */
export interface Reading {
  /** As `path: message`. */
  readonly problems: readonly string[];
  readonly complain: (path: string, message: string) => void;
  readonly text: (path: string, value: unknown) => string | undefined;
  /** A text that is not blank. */
  readonly required: (path: string, value: unknown) => string;
  readonly object: (path: string, value: unknown) => JsonObject | undefined;
  /** Each item, with its path, as far as `read` makes something of it. */
  readonly list: <T>(
    path: string,
    value: unknown,
    read: (path: string, item: unknown) => T | undefined,
  ) => T[];
  readonly texts: (path: string, value: unknown) => string[];
}

/** @returns functions that take what is absent, `undefined` or `null`, for empty */
export const startReading = (): Reading => {
  const problems: string[] = [];
  const complain: Reading['complain'] = (path, message) => {
    if (problems.length < mostProblems) problems.push(`${path}: ${message}`);
  };

  const text: Reading['text'] = (path, value) => {
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string') return value;
    complain(path, 'must be text');
    return undefined;
  };

  const list: Reading['list'] = (path, value, read) => {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) {
      complain(path, 'must be a list');
      return [];
    }
    if (value.length > longestList) {
      complain(path, `must have at most ${longestList.toLocaleString('en')} items`);
      return [];
    }
    return value.flatMap((item: unknown, index) => {
      const found = read(`${path}.${String(index)}`, item);
      return found === undefined ? [] : [found];
    });
  };

  const item = (path: string, value: unknown): string | undefined => {
    if (typeof value === 'string') return value;
    complain(path, 'must be text');
    return undefined;
  };

  return {
    problems,
    complain,
    text,
    required: (path, value) => {
      if (value === undefined || value === null) {
        complain(path, 'is required');
        return '';
      }
      const found = text(path, value);
      if (found?.trim() === '') complain(path, 'must not be empty');
      return found ?? '';
    },
    object: (path, value) => {
      if (value === undefined || value === null) return undefined;
      if (isJsonObject(value)) return value;
      complain(path, 'must be an object');
      return undefined;
    },
    list,
    texts: (path, value) => list(path, value, item),
  };
};
