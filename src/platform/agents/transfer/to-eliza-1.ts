import { isJsonObject, type JsonObject } from '../character-file/json-object.ts';
import { providerNameOf } from '../conversation/providers.ts';
import { isEmpty, isSet, listIn, picked, textsIn, type Conversion } from './conversion.ts';

/**
 * All fields that Eliza 1.x knows: it refuses files with others.
 * Source: elizaOS, `packages/core/src/schemas/character.ts`.
 */
const known = [
  ...['id', 'name', 'username', 'system', 'templates', 'bio', 'messageExamples', 'postExamples'],
  ...['topics', 'adjectives', 'knowledge', 'plugins', 'settings', 'secrets', 'style'],
] as const;

/** Those of 0.x that become something else, below. */
const moved: ReadonlySet<string> = new Set(['lore', 'modelProvider', 'clients']);

/** Whose plugin has another name than the provider. */
const plugins: Readonly<Record<string, string>> = { google: 'google-genai' };

const pluginOf = (name: string): string => `@elizaos/plugin-${plugins[name] ?? name}`;

/** 0.x says `user` where 1.x says `name`, and has one action for a list of them. */
const turnOf = (turn: unknown): unknown => {
  if (!isJsonObject(turn)) return turn;
  const { user, name = user, content, ...rest } = turn;
  if (!isJsonObject(content)) return { ...rest, name, content };
  const { action, actions, ...said } = content;
  const all = isSet(action) && !isSet(actions) ? [action] : actions;
  return { ...rest, name, content: { ...said, ...(isSet(all) && { actions: all }) } };
};

const examplesOf = (examples: unknown): unknown =>
  listIn(examples).map((turns) => listIn(turns).map(turnOf));

/** 0.x keeps secrets within the settings, 1.x beside them. */
const secretsOf = ({ settings, secrets }: JsonObject): JsonObject => {
  const { secrets: inner, ...rest } = isJsonObject(settings) ? settings : {};
  const all = { ...(isJsonObject(inner) && inner), ...(isJsonObject(secrets) && secrets) };
  return {
    ...(isSet(settings) && { settings: rest }),
    ...(!isEmpty(all) && { secrets: all }),
  };
};

/** In 1.x models and ways to talk are plugins. */
const pluginsOf = (file: JsonObject): { added: string[]; notes: string[] } => {
  const [model] = textsIn(file['modelProvider']);
  const provider = textsIn(providerNameOf({ modelProvider: model?.trim(), plugins: [] }));
  const clients = textsIn(file['clients']).filter((it) => it !== 'direct');
  const become = (field: string, names: readonly string[]): string[] =>
    names.map((name) => `${field}: "${name}" became the plugin ${pluginOf(name)}`);
  return {
    added: [...provider, ...clients].map(pluginOf),
    notes: [...become('modelProvider', provider), ...become('clients', clients)],
  };
};

const leftOut = (file: JsonObject): string[] =>
  Object.keys(file)
    .filter((name) => !(known as readonly string[]).includes(name) && !moved.has(name))
    .filter((name) => !isEmpty(file[name]))
    .map((name) => `${name}: left out, since Eliza 1.x has no such field`);

/**
 * A character file as Eliza 1.x takes it, whichever version it was written for. What 1.x has no field
 * for is told in the notes.
 */
export const toEliza1 = (file: JsonObject): Conversion => {
  const lore = textsIn(file['lore']);
  const { added, notes } = pluginsOf(file);
  const own = listIn(file['plugins']);
  const all = [...new Set([...own, ...added])];
  return {
    file: {
      ...picked(file, known),
      ...(lore.length > 0 && { bio: [...textsIn(file['bio']), ...lore] }),
      ...(isSet(file['messageExamples']) && {
        messageExamples: examplesOf(file['messageExamples']),
      }),
      ...(all.length > 0 && { plugins: all }),
      ...secretsOf(file),
    },
    notes: [
      ...(lore.length > 0 ? ['lore: added to the bio, since Eliza 1.x has no such field'] : []),
      ...notes,
      ...leftOut(file),
    ],
  };
};
