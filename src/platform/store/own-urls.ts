/**
 * URLs of our own files are kept without our address, which changes with a port or a domain: a
 * document holds `fae-file:/id/name` and is answered with `https://this.example/files/id/name`.
 */
export interface OwnUrls {
  /** Of a document, or any text, on its way into the database. */
  readonly shorten: (text: string) => string;
  /** And on its way out. */
  readonly expand: (text: string) => string;
}

const scheme = 'fae-file:/';

/** The ids of our files that a shortened text names. */
export const fileIdsIn = (text: string): Set<string> =>
  new Set([...text.matchAll(/fae-file:\/([0-9a-f]{32})/g)].flatMap(([, id]) => id ?? []));

/** @param publicUrl our own address, without a slash at the end */
export const ownUrls = (publicUrl: string): OwnUrls => {
  const prefix = `${publicUrl}/files/`;
  return {
    shorten: (text) => text.replaceAll(prefix, scheme),
    expand: (text) => text.replaceAll(scheme, prefix),
  };
};
