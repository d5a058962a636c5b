import { deriveKey, fromBase64Url, randomId, sign, toBase64Url, verify } from '../http/signing.ts';

export interface Visitor {
  /** 128 random bits. */
  readonly id: string;
  /** When the token was begun; milliseconds since 1970. */
  readonly issued: number;
  /** Until when the visitor counts as a person, having passed a captcha. */
  readonly humanUntil: number;
  /** The token to hand out, where the visitor came without a valid one. */
  readonly minted?: string;
}

const lifetime = 30 * 24 * 60 * 60 * 1000;
const passLifetime = 15 * 60 * 1000;
const longest = 1024;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

const claimsIn = (payload: string): Visitor | undefined => {
  const bytes = fromBase64Url(payload);
  if (!bytes) return undefined;
  const { id, issued, humanUntil } = JSON.parse(decoder.decode(bytes)) as Partial<Visitor>;
  if (typeof id !== 'string' || typeof issued !== 'number') return undefined;
  return { id, issued, humanUntil: typeof humanUntil === 'number' ? humanUntil : 0 };
};

/**
 * Visitor tokens: `{payload}.{signature}`, the signature over payload and origin, so that a token
 * taken from one site is worth nothing on another. Keys are derived from the API key: all proxies of
 * one owner agree without talking to each other, and a new API key ends every token. While a key is
 * being replaced, the tokens of both are good.
 *
 * @param secrets the API key, and the one that follows it
 */
export const visitorTokens = (secrets: () => readonly [string, ...string[]], now: () => number) => {
  // Keys, not promises of them: on Workers no request may wait for what another one began.
  const keys = new Map<string, { readonly secret: string; readonly key: CryptoKey }>();
  const keyFor = async (purpose: string, secret: string): Promise<CryptoKey> => {
    const name = `${purpose}\n${secret}`;
    const known = keys.get(name);
    if (known) return known.key;
    // Rotation must not leave an old key behind.
    const current = secrets();
    for (const [other, entry] of keys) if (!current.includes(entry.secret)) keys.delete(other);
    const key = await deriveKey(secret, purpose);
    keys.set(name, { secret, key });
    return key;
  };
  const signed = (payload: string, origin: string): string => `${payload}\n${origin}`;

  const tokenOf = async (visitor: Visitor, origin: string): Promise<string> => {
    const { id, issued, humanUntil } = visitor;
    const claims = { id, issued, ...(humanUntil > 0 && { humanUntil }) };
    const payload = toBase64Url(encoder.encode(JSON.stringify(claims)));
    const key = await keyFor('visitor token', secrets()[0]);
    return `${payload}.${await sign(key, signed(payload, origin))}`;
  };

  const mint = async (origin: string): Promise<Visitor> => {
    const visitor: Visitor = { id: randomId(16), issued: now(), humanUntil: 0 };
    return { ...visitor, minted: await tokenOf(visitor, origin) };
  };

  const read = async (token: string, origin: string): Promise<Visitor | undefined> => {
    const [payload = '', signature = '', ...more] = token.length > longest ? [] : token.split('.');
    if (!payload || !signature || more.length > 0) return undefined;
    for (const secret of secrets()) {
      const key = await keyFor('visitor token', secret);
      if (!(await verify(key, signed(payload, origin), signature))) continue;
      const claims = claimsIn(payload);
      return claims && claims.issued + lifetime >= now() ? claims : undefined;
    }
    return undefined;
  };

  /** The visitor of a token, or a new one where the token is missing, invalid or from elsewhere. */
  const visitorOf = async (token: string | null, origin: string): Promise<Visitor> =>
    (token === null ? undefined : await read(token, origin)) ?? mint(origin);

  /** A token for a visitor who has passed a captcha; good for 15 minutes as such. */
  const passed = (visitor: Visitor, origin: string): Promise<string> =>
    tokenOf({ ...visitor, humanUntil: now() + passLifetime }, origin);

  /** An id that only this visitor's requests give, whatever other visitors send as theirs. */
  const scopedId = async (visitor: Visitor, kind: string, id: string): Promise<string> =>
    sign(await keyFor('visitor ids', secrets()[0]), [kind, visitor.id, id].join('\n'));

  /** Names a visitor in a log without giving the id. */
  const logName = async (visitor: Visitor): Promise<string> =>
    (await sign(await keyFor('visitor log', secrets()[0]), visitor.id)).slice(0, 12);

  return { visitorOf, passed, scopedId, logName };
};

export type VisitorTokens = ReturnType<typeof visitorTokens>;
