import { engineMode, type Env } from '../../engines/mode.ts';
import type { Character } from '../character-file/character.ts';
import { providerNameOf, providers, type Provider } from './providers.ts';
import type { EngineChoice } from './reply-task.ts';

/** By which model a character wants to be spoken. */
export interface ModelWish {
  readonly provider: string | undefined;
  readonly model: string | undefined;
  /** Where it is, if not where the provider's others are. */
  readonly endpoint: string | undefined;
}

export const modelWishOf = (
  character: Pick<Character, 'modelProvider' | 'model' | 'modelEndpointOverride' | 'plugins'>,
): ModelWish => ({
  provider: providerNameOf(character),
  model: character.model,
  endpoint: character.modelEndpointOverride,
});

/** An agent's settings and its secrets, by name. */
type Settings = Readonly<Record<string, string>>;

export interface Chosen {
  readonly engine: EngineChoice;
  /** The agent's own, where it names one. */
  readonly model: string | undefined;
  /** Why the scripted responder answers, where something else was meant. */
  readonly standsInFor?: string;
}

const firstOf = (settings: Env, names: readonly string[]): string | undefined =>
  names.map((name) => settings[name]?.trim()).find(Boolean);

const ollamaUrls = ['OLLAMA_API_ENDPOINT', 'OLLAMA_SERVER_URL', 'OLLAMA_API_URL', 'OLLAMA_HOST'];
const ollamaModels = ['OLLAMA_LARGE_MODEL', 'LARGE_OLLAMA_MODEL', 'OLLAMA_MODEL'];

/** plugin-ollama has addresses end with `/api`, Ollama itself has them without. */
const withoutApi = (url: string): string => url.replace(/\/api\/?$/, '');

/** Its own server, the platform's. */
const ollama = (wish: ModelWish, settings: Settings, env: Env): EngineChoice | undefined => {
  const own = wish.endpoint ?? firstOf(settings, ollamaUrls);
  if (own) return { kind: 'ollama', hosts: withoutApi(own), isAgents: true };
  const hosts = firstOf(env, ['OLLAMA_HOST']);
  return hosts ? { kind: 'ollama', hosts, isAgents: false } : undefined;
};

const platformsOpenAi = (env: Env): EngineChoice | undefined => {
  const baseUrl = firstOf(env, ['OPENAI_BASE_URL']);
  if (!baseUrl) return undefined;
  const key = firstOf(env, ['OPENAI_API_KEY']);
  const model = firstOf(env, ['OPENAI_MODEL']);
  return { kind: 'openai', baseUrl, key, model, isAgents: false };
};

/** Its own key or its own address, the platform's. */
const compatible = (
  { keys, urls, baseUrl: usual, model }: Provider,
  wish: ModelWish,
  settings: Settings,
  env: Env,
): EngineChoice | undefined => {
  const key = firstOf(settings, keys);
  const own = wish.endpoint ?? firstOf(settings, urls);
  const baseUrl = own ?? (key ? usual : undefined);
  if (!baseUrl) return platformsOpenAi(env);
  return { kind: 'openai', baseUrl, key, keyName: keys[0], model, isAgents: true };
};

/** What is configured for all, for those who name nobody. */
const platforms = (env: Env): EngineChoice | undefined => {
  const hosts = firstOf(env, ['OLLAMA_HOST']);
  return hosts ? { kind: 'ollama', hosts, isAgents: false } : platformsOpenAi(env);
};

const wanted = (wish: ModelWish, settings: Settings, env: Env): EngineChoice | undefined => {
  if (wish.provider === undefined) return platforms(env);
  if (wish.provider === 'ollama') return ollama(wish, settings, env);
  const provider = providers.get(wish.provider);
  return provider && compatible(provider, wish, settings, env);
};

/**
 * Who writes an agent's replies: the provider that its character names, by its own key or address, else
 * by the platform's; else the scripted responder, where stand-ins are allowed. What is configured and
 * down is never stood in for.
 *
 * @param settings the agent's own, secrets included
 * @param platform `env` with the platform's own engines
 * @returns `undefined` where nobody can answer
 */
export const chooseEngine = (
  wish: ModelWish,
  settings: Settings,
  { env, standIns }: { readonly env: Env; readonly standIns: boolean },
): Chosen | undefined => {
  const mode = engineMode(env, 'FAE_REPLIES');
  if (mode === 'off') return undefined;
  const name = wish.provider;
  const engine = mode === 'test' ? undefined : wanted(wish, settings, env);
  const models = name === 'ollama' ? ollamaModels : (providers.get(name ?? '')?.models ?? []);
  const model = wish.model ?? firstOf(settings, models);
  if (engine) return { engine, model };
  if (mode !== 'test' && !standIns) return undefined;
  return {
    engine: { kind: 'scripted' },
    model: undefined,
    standsInFor: name ?? 'a language model',
  };
};
