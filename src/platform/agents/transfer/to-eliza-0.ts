import { isJsonObject, type JsonObject } from '../character-file/json-object.ts';
import { providerNameOf } from '../conversation/providers.ts';
import { isSet, listIn, shortName, textsIn, without, type Conversion } from './conversion.ts';

/** The clients that Eliza 0.x has itself; in 1.x they are plugins. */
const clientNames: ReadonlySet<string> = new Set([
  ...['discord', 'twitter', 'telegram', 'farcaster', 'lens', 'slack', 'github'],
]);

/** Where a file of 1.x names no model: 0.x insists on one. */
const anyProvider = 'openai';

interface Turn {
  readonly turn: unknown;
  readonly dropped: readonly unknown[];
}

/** 1.x says `name` where 0.x says `user`, and has a list of actions for a single one. */
const turnOf = (turn: unknown): Turn => {
  if (!isJsonObject(turn)) return { turn, dropped: [] };
  const { name, user = name, content, ...rest } = turn;
  if (!isJsonObject(content)) return { turn: { ...rest, user, content }, dropped: [] };
  const { actions, action, ...said } = content;
  const [first, ...more] = listIn(actions);
  const one = action ?? first;
  const converted = { ...said, ...(isSet(one) && { action: one }) };
  return { turn: { ...rest, user, content: converted }, dropped: more };
};

const examplesOf = (examples: unknown): { examples: unknown; notes: string[] } => {
  const all = listIn(examples).map((turns) => listIn(turns).map(turnOf));
  const notes = all.flatMap((turns, index) =>
    turns.flatMap(({ dropped }, at) =>
      dropped.length === 0
        ? []
        : [
            `messageExamples.${String(index)}.${String(at)}.content.actions: only the first is kept, since Eliza 0.x has one`,
          ],
    ),
  );
  return { examples: all.map((turns) => turns.map(({ turn }) => turn)), notes };
};

/** In 0.x models and ways to talk are no plugins. */
const pluginsOf = (
  file: JsonObject,
): { provider: string | undefined; clients: string[]; plugins: unknown[] } => {
  const named = textsIn(file['plugins']);
  const [own] = textsIn(file['modelProvider']);
  const provider = providerNameOf({ modelProvider: own, plugins: named });
  const isProvider = (name: string): boolean =>
    own === undefined && providerNameOf({ plugins: [name] }) === provider;
  const isClient = (name: string): boolean => own === undefined && clientNames.has(shortName(name));
  return {
    provider: own ?? provider,
    clients: [...new Set([...textsIn(file['clients']), ...named.filter(isClient).map(shortName)])],
    plugins: listIn(file['plugins']).filter(
      (it) => typeof it !== 'string' || !(isProvider(it) || isClient(it)),
    ),
  };
};

/** 1.x keeps secrets beside the settings, 0.x within them, and as texts. */
const settingsOf = ({ settings, secrets }: JsonObject): JsonObject => {
  const { secrets: inner, ...rest } = isJsonObject(settings) ? settings : {};
  const all = { ...(isJsonObject(secrets) && secrets), ...(isJsonObject(inner) && inner) };
  const texts = Object.entries(all).map(([name, value]) => [name, String(value)]);
  return { ...rest, ...(texts.length > 0 && { secrets: Object.fromEntries(texts) }) };
};

const styleOf = (value: unknown): JsonObject => {
  const style = isJsonObject(value) ? value : {};
  const { all, chat, post } = style;
  return { ...style, all: listIn(all), chat: listIn(chat), post: listIn(post) };
};

/**
 * A character file as Eliza 0.x takes it, whichever version it was written for: with everything that
 * 0.x insists on. What it has no field for is told in the notes.
 */
export const toEliza0 = (file: JsonObject): Conversion => {
  const { provider, clients, plugins } = pluginsOf(file);
  const { examples, notes } = examplesOf(file['messageExamples']);
  const list = (name: string) => [name, listIn(file[name])] as const;
  return {
    file: {
      ...without(file, ['secrets']),
      modelProvider: provider ?? anyProvider,
      ...Object.fromEntries(['lore', 'topics', 'adjectives', 'postExamples'].map(list)),
      messageExamples: examples,
      style: styleOf(file['style']),
      plugins,
      clients,
      settings: settingsOf(file),
    },
    notes: [
      ...(provider === undefined
        ? [
            `modelProvider: "${anyProvider}", since Eliza 0.x insists on one and the file names none`,
          ]
        : []),
      ...notes,
    ],
  };
};
