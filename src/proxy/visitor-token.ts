import { boundedMap } from '../http/bounded-map.ts';
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
/** What a visitor's next request, a moment later, need not be looked at for again. */
const remembered = { capacity: 10_000, ms: 60 * 60 * 1000 };
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

  const fresh = (current: readonly string[]) => ({
    secrets: current,
    visitors: boundedMap<Visitor>({ capacity: remembered.capacity, now }),
    names: boundedMap<string>({ capacity: remembered.capacity, now }),
  });
  let memory = fresh([]);
  /**
   * A visitor brings the same token again and again, and each look at a signature takes longer than all
   * else that is done for a request. What was found with other secrets is forgotten.
   */
  const found = () => {
    const current = secrets();
    const isSame = (secret: string, index: number) => secret === memory.secrets[index];
    const isCurrent = current.length === memory.secrets.length && current.every(isSame);
    if (!isCurrent) memory = fresh(current);
    return memory;
  };

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

  const isAlive = ({ issued }: Visitor): boolean => issued + lifetime >= now();

  const read = async (token: string, origin: string): Promise<Visitor | undefined> => {
    const [payload = '', signature = '', ...more] = token.length > longest ? [] : token.split('.');
    if (!payload || !signature || more.length > 0) return undefined;
    for (const secret of secrets()) {
      const key = await keyFor('visitor token', secret);
      if (await verify(key, signed(payload, origin), signature)) return claimsIn(payload);
    }
    return undefined;
  };

  const readOnce = async (token: string, origin: string): Promise<Visitor | undefined> => {
    const { visitors } = found();
    const name = `${token}\n${origin}`;
    const known = visitors.get(name);
    if (known) return known.value;
    const visitor = await read(token, origin);
    if (visitor) visitors.set(name, visitor, remembered.ms);
    return visitor;
  };

  /** The visitor of a token, or a new one where the token is missing, invalid, too old or from elsewhere. */
  const visitorOf = async (token: string | null, origin: string): Promise<Visitor> => {
    const visitor = token === null ? undefined : await readOnce(token, origin);
    return visitor && isAlive(visitor) ? visitor : mint(origin);
  };

  /** A token for a visitor who has passed a captcha; good for 15 minutes as such. */
  const passed = (visitor: Visitor, origin: string): Promise<string> =>
    tokenOf({ ...visitor, humanUntil: now() + passLifetime }, origin);

  /** An id that only this visitor's requests give, whatever other visitors send as theirs. */
  const scopedId = async (visitor: Visitor, kind: string, id: string): Promise<string> =>
    sign(await keyFor('visitor ids', secrets()[0]), [kind, visitor.id, id].join('\n'));

  /** Names a visitor in a log without giving the id. */
  const logName = async ({ id }: Visitor): Promise<string> => {
    const { names } = found();
    const known = names.get(id);
    if (known) return known.value;
    const name = (await sign(await keyFor('visitor log', secrets()[0]), id)).slice(0, 12);
    names.set(id, name, remembered.ms);
    return name;
  };

  return { visitorOf, passed, scopedId, logName };
};

export type VisitorTokens = ReturnType<typeof visitorTokens>;
