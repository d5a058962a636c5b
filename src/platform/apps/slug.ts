/** Names that people expect something else behind, on a host of their own. */
const reserved = new Set([
  ...['www', 'api', 'app', 'apps', 'admin', 'mail', 'smtp', 'imap', 'ftp', 'ns1', 'ns2'],
  ...['files', 'checkout', 'fae', 'static', 'cdn', 'auth', 'login', 'status', 'localhost'],
]);

/** A host's label has 63 characters at most; a number may be added. */
const longest = 50;

/**
 * The name of an app in addresses, made of its name: `Café “Zum Mond”` becomes `cafe-zum-mond`. What is
 * written in other letters than Latin ones becomes `my-app`.
 *
 * @param otherwise instead of that
 */
export const slugOf = (name: string, otherwise = 'my-app'): string => {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, longest)
    .replace(/-+$/, '');
  return slug || otherwise;
};

/**
 * The slug itself, or the first of `slug-2`, `slug-3`, … that is free.
 *
 * @param taken those in use that begin with it
 */
export const freeSlug = (slug: string, taken: ReadonlySet<string>): string => {
  const isFree = (it: string) => !taken.has(it) && !reserved.has(it);
  if (isFree(slug)) return slug;
  let number = 2;
  while (!isFree(`${slug}-${number}`)) number += 1;
  return `${slug}-${number}`;
};
