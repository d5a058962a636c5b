import { isJsonObject, type JsonObject } from './json-object.ts';

/** What stands in a file where a secret is. */
export const mask = '********';

/** The names of fields, from the file inwards. */
export type Path = readonly string[];

/** Where a secret is in the character file, and what it is. */
export type FileSecret = readonly [path: Path, value: string];

/** Words after which a setting is a secret: `OPENAI_API_KEY`, `botToken`. */
const secretEnds = new Set(['key', 'apikey', 'token', 'cookie', 'cookies', 'auth', 'pin', 'seed']);
/** Words that make one of it wherever they stand: `TWITTER_2FA_SECRET`, `walletPasswordHash`. */
const secretWords = new Set([
  'secret',
  'secrets',
  'password',
  'passwd',
  'passphrase',
  'mnemonic',
  'credential',
  'credentials',
  'private',
]);

const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean);

const looksSecret = (name: string): boolean => {
  const words = wordsOf(name);
  if (words.some((it) => secretWords.has(it))) return true;
  return secretEnds.has(words.at(-1) ?? '') && !words.includes('public');
};

type IsSecret = (path: Path, value: unknown) => boolean;

const leavesOf = (value: unknown, path: Path, isSecret: IsSecret): Path[] => {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, part]) =>
      leavesOf(part, [...path, name], isSecret),
    );
  }
  return isSecret(path, value) ? [path] : [];
};

/** Whatever is in a box of secrets is one, of any type; but a field that waits for its secret. */
const isBoxed: IsSecret = (_, value) => value !== undefined && value !== null && value !== '';

/** A number of tokens is none. */
const isSecretSetting: IsSecret = (path, value) =>
  typeof value === 'string' && value !== '' && path.slice(1).some(looksSecret);

/**
 * Where secrets are in a character file: all of `settings.secrets` (Eliza 0.x) and `secrets` (1.x), and
 * texts in `settings` and `clientConfig` whose names say that they are some.
 */
export const secretPathsOf = (file: JsonObject): Path[] => {
  const { secrets, settings, clientConfig } = file;
  const { secrets: boxed, ...open } = isJsonObject(settings) ? settings : {};
  return [
    ...leavesOf(secrets, ['secrets'], isBoxed),
    ...leavesOf(boxed, ['settings', 'secrets'], isBoxed),
    ...leavesOf(open, ['settings'], isSecretSetting),
    ...leavesOf(clientConfig, ['clientConfig'], isSecretSetting),
  ];
};

/** The field of an object that a path leads to. */
const placeOf = (file: JsonObject, path: Path): Record<string, unknown> => {
  let place: unknown = file;
  for (const name of path.slice(0, -1)) place = (place as JsonObject)[name];
  return place as Record<string, unknown>;
};

const nameOf = (path: Path): string => path.at(-1) ?? '';

/** What was kept of a secret that comes back masked; by its name, where it has been moved. */
const keptOf = (before: readonly FileSecret[]): ((path: Path) => string | undefined) => {
  const byPath = new Map(before.map(([path, value]) => [JSON.stringify(path), value]));
  const byName = new Map(before.map(([path, value]) => [nameOf(path), value]));
  return (path) => byPath.get(JSON.stringify(path)) ?? byName.get(nameOf(path));
};

/**
 * Takes the secrets out of a character file.
 *
 * @param file is changed: where they were, there is a mask
 * @param before what has been taken out of it earlier: a mask that comes back stands for it
 */
export const takeSecrets = (
  file: JsonObject,
  before: readonly FileSecret[] = [],
): readonly FileSecret[] => {
  const kept = keptOf(before);
  return secretPathsOf(file).flatMap((path): FileSecret[] => {
    const place = placeOf(file, path);
    const name = nameOf(path);
    const value = place[name] === mask ? kept(path) : String(place[name]);
    place[name] = mask;
    return value === undefined ? [] : [[path, value]];
  });
};
