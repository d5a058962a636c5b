/**
 * On every answer whose content comes from elsewhere: should a browser ever be talked into opening
 * it as a page, it runs nothing, loads nothing and belongs to no origin.
 */
export const sealed: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "sandbox; default-src 'none'",
};

/** The named headers that are present; all others stay behind. */
export const pick = (headers: Headers, names: readonly string[]): Headers => {
  const picked = new Headers();
  for (const name of names) {
    const value = headers.get(name);
    if (value !== null) picked.set(name, value);
  }
  return picked;
};

/** A media type without its parameters, in lower case; empty where there is none. */
export const mediaType = (headers: Headers): string =>
  (headers.get('Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** The caller's request id where it is a harmless one, else a new one. */
export const requestIdOf = (headers: Headers): string => {
  const given = headers.get('X-Request-Id') ?? '';
  return /^[\w-]{1,64}$/.test(given) ? given : crypto.randomUUID();
};
