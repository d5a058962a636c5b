const encoder = new TextEncoder();

const digest = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)));

/** Digests have one length, and comparing all of it takes one time, whatever was given. */
const areSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.reduce((difference, byte, index) => difference | (byte ^ (b[index] ?? 0)), 0) === 0;

/** The token of an `Authorization: Bearer` header. */
export const bearerToken = (request: Request): string | undefined =>
  /^Bearer ([\w.~+/=-]{1,8192})$/i.exec(request.headers.get('Authorization') ?? '')?.[1];

/**
 * An `authorize` hook that lets in whoever brings one of these tokens as `Authorization: Bearer …`.
 *
 * @param tokens at least 16 characters each: they are all that protects the operator operations
 * @throws {TypeError} for a token that is shorter
 */
export const bearer = (...tokens: readonly string[]): ((request: Request) => Promise<boolean>) => {
  if (tokens.length === 0 || tokens.some((it) => it.length < 16)) {
    throw new TypeError('A bearer token has at least 16 characters.');
  }
  let expected: readonly Uint8Array[] | undefined;
  return async (request) => {
    const token = bearerToken(request);
    if (token === undefined) return false;
    expected ??= await Promise.all(tokens.map(digest));
    const given = await digest(token);
    return expected.filter((it) => areSame(it, given)).length > 0;
  };
};
