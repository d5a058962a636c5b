import { secretPathsOf } from './file-secrets.ts';
import type { Character, Said } from './character.ts';
import { readJsonObject, type JsonObject } from './json-object.ts';
import { startReading, type Reading } from './reading.ts';

const longestName = 200;

/**
 * What Eliza 0.x insists on. Its files name their model's provider, those of 1.x must not: there a
 * model is a plugin.
 */
const requiredIn0 = [
  'lore',
  'messageExamples',
  'postExamples',
  'topics',
  'adjectives',
  'plugins',
  'style',
] as const;

const isOf0 = (file: JsonObject): boolean => file['modelProvider'] !== undefined;

const requireAll = (reading: Reading, file: JsonObject): void => {
  const missing = requiredIn0.filter((name) => file[name] === undefined);
  for (const name of missing) reading.complain(name, 'is required');
};

const nameOf = (reading: Reading, file: JsonObject): string => {
  const name = reading.required('name', file['name']).trim();
  if (name.length > longestName) {
    reading.complain('name', `must be at most ${String(longestName)} characters`);
  }
  return name;
};

/** A text, or a list of them. */
const bioOf = (reading: Reading, bio: unknown): readonly string[] => {
  if (!Array.isArray(bio)) return [reading.required('bio', bio)];
  if (bio.length === 0) reading.complain('bio', 'must not be empty');
  return reading.texts('bio', bio);
};

const styleOf = (reading: Reading, value: unknown): Character['style'] => {
  const style = reading.object('style', value);
  return {
    all: reading.texts('style.all', style?.['all']),
    chat: reading.texts('style.chat', style?.['chat']),
    post: reading.texts('style.post', style?.['post']),
  };
};

/** Eliza 0.x says `user` where 1.x says `name`. */
const saidOf =
  (reading: Reading) =>
  (path: string, value: unknown): Said | undefined => {
    const turn = reading.object(path, value ?? []);
    if (!turn) return undefined;
    const key = turn['user'] === undefined && turn['name'] !== undefined ? 'name' : 'user';
    const speaker = reading.required(`${path}.${key}`, turn[key]);
    const content = reading.object(`${path}.content`, turn['content'] ?? []);
    const text = reading.text(`${path}.content.text`, content?.['text']);
    return { speaker, text: text ?? '' };
  };

const examplesOf = (reading: Reading, value: unknown): Said[][] =>
  reading.list('messageExamples', value, (path, turns) =>
    reading.list(path, turns ?? '', saidOf(reading)),
  );

/** By its name alone, or as an object that has one. */
const namedIn =
  (reading: Reading) =>
  (path: string, value: unknown): string | undefined => {
    if (typeof value === 'string') return value;
    const plugin = reading.object(path, value ?? []);
    return plugin && reading.required(`${path}.name`, plugin['name']);
  };

/** Files and folders of knowledge are on a machine that is not this one: only what is said counts. */
const knowledgeOf = (reading: Reading, value: unknown): string[] =>
  reading.list('knowledge', value, (path, item) => {
    if (typeof item === 'string') return item;
    reading.object(path, item ?? []);
    return undefined;
  });

/** Drops what is absent, as exact optional properties want it. */
const present = <T extends object>(fields: { [K in keyof T]: T[K] | undefined }): Partial<T> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<T>;

const characterOf = (reading: Reading, file: JsonObject): Character => {
  const settings = reading.object('settings', file['settings']);
  reading.object('settings.secrets', settings?.['secrets']);
  reading.object('secrets', file['secrets']);
  reading.texts('postExamples', file['postExamples']);
  return {
    name: nameOf(reading, file),
    bio: bioOf(reading, file['bio']),
    lore: reading.texts('lore', file['lore']),
    topics: reading.texts('topics', file['topics']),
    adjectives: reading.texts('adjectives', file['adjectives']),
    style: styleOf(reading, file['style']),
    messageExamples: examplesOf(reading, file['messageExamples']),
    knowledge: knowledgeOf(reading, file['knowledge']),
    plugins: reading.list('plugins', file['plugins'], namedIn(reading)),
    clients: reading.texts('clients', file['clients']),
    secretNames: [...new Set(secretPathsOf(file).map((path) => path.at(-1) ?? ''))],
    ...present({
      username: reading.text('username', file['username']),
      system: reading.text('system', file['system']),
      modelProvider: reading.text('modelProvider', file['modelProvider'])?.trim().toLowerCase(),
      model: reading.text('settings.model', settings?.['model']),
      modelEndpointOverride: reading.text('modelEndpointOverride', file['modelEndpointOverride']),
    }),
  };
};

/**
 * Reads a character file of Eliza 0.x or 1.x.
 *
 * @returns the character; or everything that is wrong with the file, as `path: message`
 */
export const readCharacterFile = (
  text: string,
): { readonly character: Character } | { readonly problems: readonly string[] } => {
  const read = readJsonObject(text);
  if ('problem' in read) return { problems: [`characterFile: ${read.problem}`] };
  const reading = startReading();
  if (isOf0(read.value)) requireAll(reading, read.value);
  const character = characterOf(reading, read.value);
  return reading.problems.length > 0 ? { problems: reading.problems } : { character };
};
