import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { HttpError } from '../../http/problem.ts';

/** What a hash costs, as RFC 7914 names it. */
export interface ScryptCost {
  /** The binary logarithm of N. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MB and a quarter of a second: OWASP, "Password Storage Cheat Sheet", scrypt. */
const recommended: ScryptCost = { ln: 15, r: 8, p: 3 };

/** How many are hashed at a time; the threads that do it also read files and resolve names. */
const places = 2;
/** More would wait longer than anybody does. */
const longestQueue = 40;

const keyLength = 32;

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

interface Hash {
  readonly cost: ScryptCost;
  readonly salt: Buffer;
  readonly key: Buffer;
}

const text = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

/** As the PHC string format has it. */
const format = ({ cost: { ln, r, p }, salt, key }: Hash): string =>
  `$scrypt$ln=${ln},r=${r},p=${p}$${text(salt)}$${text(key)}`;

const pattern = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]+)\$([\w+/]+)$/;

const parse = (stored: string): Hash | undefined => {
  const found = pattern.exec(stored);
  if (!found) return undefined;
  const [, ln, r, p, salt = '', key = ''] = found;
  return {
    cost: { ln: Number(ln), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  };
};

/** Equal text is an equal password, however it was typed: NIST SP 800-63B, 3.1.1.2. */
const keyOf = (password: string, { ln, r, p }: ScryptCost, salt: Buffer): Promise<Buffer> =>
  derive(password.normalize('NFKC'), salt, keyLength, {
    N: 2 ** ln,
    r,
    p,
    maxmem: 256 * 2 ** ln * r,
  });

/** Lets a few at a time do something, and a few more wait. */
const createQueue = () => {
  const waiting: (() => void)[] = [];
  let free = places;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else {
      if (waiting.length >= longestQueue) {
        throw new HttpError(503, 'unavailable', 'Too many people are logging in at once.', {
          headers: { 'Retry-After': '5' },
        });
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
};

export interface Passwords {
  /**
   * What is stored of a password: its hash, with what the hash was made with.
   *
   * @throws {HttpError} 503 `unavailable` where too many are waiting for theirs
   */
  readonly hash: (password: string) => Promise<string>;

  /**
   * Whether a password is the one of a stored hash. It takes as long where there is no hash, so that
   * nobody finds out by the time that there is no such account.
   *
   * @throws {HttpError} like `hash`
   */
  readonly verify: (password: string, stored: string | undefined) => Promise<boolean>;

  /** Whether a hash was made with less than is asked for today. */
  readonly isOutdated: (stored: string) => boolean;
}

/**
 * Passwords hashed by scrypt, off the thread that answers requests.
 *
 * @param cost of new hashes; older ones are still checked with their own
 */
export const createPasswords = (cost: ScryptCost = recommended): Passwords => {
  const queued = createQueue();
  const nobody: Hash = { cost, salt: randomBytes(16), key: randomBytes(keyLength) };

  return {
    hash: (password) =>
      queued(async () => {
        const salt = randomBytes(16);
        return format({ cost, salt, key: await keyOf(password, cost, salt) });
      }),

    verify: (password, stored) =>
      queued(async () => {
        const hash = (stored !== undefined && parse(stored)) || nobody;
        const key = await keyOf(password, hash.cost, hash.salt);
        return key.length === hash.key.length && timingSafeEqual(key, hash.key) && hash !== nobody;
      }),

    isOutdated: (stored) => {
      const found = parse(stored)?.cost;
      return !found || found.ln < cost.ln || found.r < cost.r || found.p < cost.p;
    },
  };
};
