/** Model providers whose endpoints are compatible with OpenAI's chat completions. */
export interface Provider {
  /** With the version; absent where there is none in common for all. */
  readonly baseUrl?: string;
  /** Names of settings that may hold the key, the best first. */
  readonly keys: readonly string[];
  /** Names of settings that may hold the address. */
  readonly urls: readonly string[];
  /** Names of settings that may hold the model. */
  readonly models: readonly string[];
  /** Who answers where no model is named; the endpoint's first one, unless given. */
  readonly model?: string;
}

const provider = (prefix: string, baseUrl?: string, more: Partial<Provider> = {}): Provider => ({
  ...(baseUrl !== undefined && { baseUrl }),
  keys: [`${prefix}_API_KEY`],
  urls: [`${prefix}_API_URL`, `${prefix}_BASE_URL`],
  models: [`${prefix}_LARGE_MODEL`, `LARGE_${prefix}_MODEL`, `${prefix}_MODEL`],
  ...more,
});

const google = ['GOOGLE_GENERATIVE_AI_API_KEY', 'GOOGLE_API_KEY', 'GEMINI_API_KEY'];

/** By the name that character files have for them, in lower case. */
export const providers: ReadonlyMap<string, Provider> = new Map([
  ['openai', provider('OPENAI', 'https://api.openai.com/v1', { model: 'gpt-4o-mini' })],
  [
    'openrouter',
    provider('OPENROUTER', 'https://openrouter.ai/api/v1', { model: 'openrouter/auto' }),
  ],
  ['groq', provider('GROQ', 'https://api.groq.com/openai/v1')],
  ['deepseek', provider('DEEPSEEK', 'https://api.deepseek.com/v1', { model: 'deepseek-chat' })],
  ['grok', provider('GROK', 'https://api.x.ai/v1', { keys: ['GROK_API_KEY', 'XAI_API_KEY'] })],
  ['mistral', provider('MISTRAL', 'https://api.mistral.ai/v1', { model: 'mistral-small-latest' })],
  ['together', provider('TOGETHER', 'https://api.together.xyz/v1')],
  ['venice', provider('VENICE', 'https://api.venice.ai/api/v1')],
  ['hyperbolic', provider('HYPERBOLIC', 'https://api.hyperbolic.xyz/v1')],
  ['nvidia', provider('NVIDIA', 'https://integrate.api.nvidia.com/v1')],
  ['anthropic', provider('ANTHROPIC', 'https://api.anthropic.com/v1')],
  [
    'google',
    provider('GOOGLE', 'https://generativelanguage.googleapis.com/v1beta/openai', { keys: google }),
  ],
  ['eternalai', provider('ETERNALAI')],
  ['lmstudio', provider('LMSTUDIO')],
]);

/** How else they are called. */
const aliases: Readonly<Record<string, string>> = {
  xai: 'grok',
  llama_cloud: 'together',
  llamacloud: 'together',
  togetherai: 'together',
  'google-genai': 'google',
  gemini: 'google',
  'local-ai': 'ollama',
  llama_local: 'ollama',
};

const straight = (name: string): string => {
  const lower = name.toLowerCase();
  return aliases[lower] ?? lower;
};

const plugin = /^(?:@[\w-]+\/)?plugin-([\w-]+)$/;

/** The provider that a character names: itself (v0), or by its first plugin that is one (v1). */
export const providerNameOf = (character: {
  readonly modelProvider?: string | undefined;
  readonly plugins: readonly string[];
}): string | undefined => {
  if (character.modelProvider) return straight(character.modelProvider);
  return character.plugins
    .map((name) => straight(plugin.exec(name)?.[1] ?? ''))
    .find((name) => name === 'ollama' || providers.has(name));
};
