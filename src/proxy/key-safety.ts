export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables with these prefixes are copied into scripts for browsers by the usual bundlers. */
const published =
  /^(VITE|NEXT_PUBLIC|NUXT_PUBLIC|PUBLIC|REACT_APP|EXPO_PUBLIC|GATSBY|VUE_APP|STORYBOOK)_/;

/** A shorter text may be part of any other by chance. */
const telling = 8;

/**
 * Refuses to work with a key, or another secret, that a bundler would publish.
 *
 * @throws {TypeError} naming the variable, never the secret
 */
export const refusePublishedKey = (secret: string, env: Environment): void => {
  for (const [name, value] of Object.entries(env)) {
    const isHeld = value === secret || (secret.length >= telling && value?.includes(secret));
    if (!isHeld || !published.test(name)) continue;
    throw new TypeError(
      `The variable ${name} contains an API key or another secret, and bundlers publish variables ` +
        'of that name. Rename it, and replace the secret if a build with it was ever put online.',
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
