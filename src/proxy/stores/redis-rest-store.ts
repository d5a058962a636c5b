import { readAtMost } from '../../http/body.ts';
import type { SharedStore } from '../../http/limits.ts';
import { storeThrough, type RedisStoreOptions, type Send } from './redis-store.ts';

export interface RedisRestOptions extends RedisStoreOptions {
  /** `https://…`, without the token; `http://` only on this machine. */
  readonly url: string;
  readonly token: string;
  /** Called instead of the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** How long a command may take, in milliseconds; 2,000 by default. */
  readonly timeoutMs?: number | undefined;
}

/** The longest answer that is read, in bytes: a kept answer and its JSON escapes. */
const longest = 16 * 1024 * 1024;
const localHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** @throws {TypeError} without the URL in its text, which may hold the token */
const checkedUrl = (text: string): URL => {
  const url = URL.parse(text);
  if (!url) throw new TypeError('The URL of Redis over REST is not a URL.');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && localHosts.has(url.hostname))) {
    throw new TypeError('Redis over REST is reached by https://, or its token could be read.');
  }
  return url;
};

const replyOf = (bytes: Uint8Array | undefined, status: number): unknown => {
  if (!bytes) throw new Error('Redis over REST: the answer is too long');
  let answer: unknown;
  try {
    answer = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Error(`Redis over REST: status ${status} without JSON`);
  }
  if (typeof answer === 'object' && answer !== null) {
    if ('error' in answer)
      throw new Error(`Redis over REST: ${String(answer.error).slice(0, 200)}`);
    if ('result' in answer && status === 200) return answer.result;
  }
  throw new Error(`Redis over REST: status ${status} without a result`);
};

/** What `fetch` says and why, without the token, which a message may quote. */
const withoutToken = (error: unknown, token: string): Error => {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  const text = cause instanceof Error ? `${message}: ${cause.message}` : message;
  return new Error(text.replaceAll(token, '…'));
};

const sendOverRest =
  ({ url, token, fetch: given, timeoutMs = 2_000 }: RedisRestOptions): Send =>
  async (command) => {
    try {
      const response = await (given ?? fetch)(url, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(command),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return replyOf(await readAtMost(response.body, longest), response.status);
    } catch (error) {
      throw withoutToken(error, token);
    }
  };

/**
 * A store in Redis behind the REST protocol of Upstash (https://upstash.com/docs/redis/features/restapi),
 * for runtimes without TCP: each command is a JSON array in a POST, the answer is `{result}` or
 * `{error}`.
 *
 * @throws {TypeError} for a URL that cannot be meant, or that would send the token in the clear
 */
export const redisRestStore = (options: RedisRestOptions): SharedStore => {
  const url = checkedUrl(options.url);
  if (url.username || url.password) {
    throw new TypeError('Give the token of Redis over REST as `token`, not in the URL.');
  }
  if (!options.token) throw new TypeError('Redis over REST needs a token.');
  return storeThrough(sendOverRest({ ...options, url: url.href }), options);
};

/**
 * The same from one URL with the token as its password: `https://default:TOKEN@host`.
 *
 * @throws {TypeError} for a URL that cannot be meant, or that has no token
 */
export const restStoreFromUrl = (
  text: string,
  options: Omit<RedisRestOptions, 'url' | 'token'> = {},
): SharedStore => {
  const url = checkedUrl(text);
  const token = decodeURIComponent(url.password);
  url.username = '';
  url.password = '';
  if (!token) {
    throw new TypeError('Write Redis over REST as https://default:TOKEN@host, with its token.');
  }
  return redisRestStore({ ...options, url: url.href, token });
};
