export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables with these prefixes are copied into scripts for browsers by the usual bundlers. */
const published =
  /^(VITE|NEXT_PUBLIC|NUXT_PUBLIC|PUBLIC|REACT_APP|EXPO_PUBLIC|GATSBY|VUE_APP|STORYBOOK)_/;

/**
 * Refuses to work with a key that a bundler would publish.
 *
 * @throws {TypeError} naming the variable, never the key
 */
export const refusePublishedKey = (key: string, env: Environment): void => {
  for (const [name, value] of Object.entries(env)) {
    if (!published.test(name) || !value?.includes(key)) continue;
    throw new TypeError(
      `The variable ${name} contains the API key, and bundlers publish variables of that name. ` +
        'Rename it, and replace the key if a build with it was ever put online.',
    );
  }
};

/** @throws {TypeError} in a browser */
export const refuseBrowser = (): void => {
  if (!('document' in globalThis)) return;
  throw new TypeError(
    'createProxy() holds API keys and must run on a server, but this is a page. ' +
      'Pages use createClient({ endpoint }).',
  );
};
