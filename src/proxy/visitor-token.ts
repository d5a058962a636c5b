import { deriveKey, fromBase64Url, randomId, sign, toBase64Url, verify } from '../http/signing.ts';

export interface Visitor {
  /** 128 random bits. */
  readonly id: string;
  /** The token to hand out, where the visitor came without a valid one. */
  readonly minted?: string;
}

const lifetime = 30 * 24 * 60 * 60 * 1000;
const longest = 1024;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

interface Claims {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly issued: number;
}

const claimsIn = (payload: string): Claims | undefined => {
  const bytes = fromBase64Url(payload);
  const claims = bytes && (JSON.parse(decoder.decode(bytes)) as Partial<Claims>);
  return typeof claims?.id === 'string' && typeof claims.issued === 'number'
    ? { id: claims.id, issued: claims.issued }
    : undefined;
};

/**
 * Visitor tokens: `{payload}.{signature}`, the signature over payload and origin, so that a token
 * taken from one site is worth nothing on another. Keys are derived from the API key: all proxies of
 * one owner agree without talking to each other, and a new API key ends every token.
 */
export const visitorTokens = (secret: () => string, now: () => number) => {
  const keys = new Map<string, Promise<CryptoKey>>();
  const keyFor = (purpose: string): Promise<CryptoKey> => {
    const current = secret();
    const name = `${purpose}\n${current}`;
    const key = keys.get(name) ?? deriveKey(current, purpose);
    // Kept for one secret only: rotation must not leave the old one behind.
    if (!keys.has(name)) {
      for (const old of keys.keys()) if (!old.endsWith(`\n${current}`)) keys.delete(old);
      keys.set(name, key);
    }
    return key;
  };
  const signed = (payload: string, origin: string): string => `${payload}\n${origin}`;

  const mint = async (origin: string): Promise<Visitor> => {
    const claims: Claims = { id: randomId(16), issued: now() };
    const payload = toBase64Url(encoder.encode(JSON.stringify(claims)));
    const signature = await sign(await keyFor('visitor token'), signed(payload, origin));
    return { id: claims.id, minted: `${payload}.${signature}` };
  };

  const read = async (token: string, origin: string): Promise<Visitor | undefined> => {
    const [payload = '', signature = '', ...more] = token.length > longest ? [] : token.split('.');
    if (!payload || !signature || more.length > 0) return undefined;
    const key = await keyFor('visitor token');
    if (!(await verify(key, signed(payload, origin), signature))) return undefined;
    const claims = claimsIn(payload);
    if (!claims || claims.issued + lifetime < now()) return undefined;
    return { id: claims.id };
  };

  /** The visitor of a token, or a new one where the token is missing, invalid or from elsewhere. */
  const visitorOf = async (token: string | null, origin: string): Promise<Visitor> =>
    (token === null ? undefined : await read(token, origin)) ?? mint(origin);

  /** An id that only this visitor's requests give, whatever other visitors send as theirs. */
  const scopedId = async (visitor: Visitor, kind: string, id: string): Promise<string> =>
    sign(await keyFor('visitor ids'), [kind, visitor.id, id].join('\n'));

  /** Names a visitor in a log without giving the id. */
  const logName = async (visitor: Visitor): Promise<string> =>
    (await sign(await keyFor('visitor log'), visitor.id)).slice(0, 12);

  return { visitorOf, scopedId, logName };
};

export type VisitorTokens = ReturnType<typeof visitorTokens>;
