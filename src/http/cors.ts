/**
 * Cross-origin answers, always without credentials: no cookie is read or set, so none is asked for.
 */

/**
 * Checks that a setting is an origin, exactly as browsers write it in the `Origin` header.
 *
 * @throws {TypeError} with what is wrong, and the spelling that was probably meant
 */
export const exactOrigin = (text: string): string => {
  // To the URL parser a wildcard is a name like any other; no page has it.
  const url = text.includes('*') ? null : URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && url.origin === text) return text;
  const meant = url && /^https?:$/.test(url.protocol) ? ` Did you mean "${url.origin}"?` : '';
  throw new TypeError(
    `"${text}" is not an origin like "https://shop.example" (no path, no wildcard).${meant}`,
  );
};

/** Lets a page of this very origin read the answer, `exposed` headers included. */
export const allowOrigin = (headers: Headers, origin: string, exposed: readonly string[]): void => {
  headers.set('Access-Control-Allow-Origin', origin);
  headers.set('Access-Control-Expose-Headers', exposed.join(', '));
};

/** The answer to a preflight that is granted. */
export const preflightHeaders = (
  methods: readonly string[],
  requestHeaders: readonly string[],
  maxAge: number,
): Record<string, string> => ({
  'Access-Control-Allow-Methods': methods.join(', '),
  'Access-Control-Allow-Headers': requestHeaders.join(', '),
  'Access-Control-Max-Age': String(maxAge),
});
