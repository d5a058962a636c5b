import type { ApiError } from './errors.ts';
import { solveTurnstile } from './turnstile.ts';

// Loaded with the first call that a server lets through only after a captcha.

/** A captcha that a server asks for. */
export interface Captcha {
  /** Pages solve `turnstile` by themselves. */
  readonly provider: string;
  readonly siteKey: string;
}

/**
 * Has the visitor solve a captcha and gives the token that proves it. Rejects where that is not to be:
 * the call then fails with the `captcha_required` that it met.
 */
export type SolveCaptcha = (
  captcha: Captcha,
  options: { readonly signal: AbortSignal },
) => Promise<string>;

/** Makes the call once more, with a captcha's token where there is one. */
type Repeat = (token?: string) => Promise<unknown>;

/** The captcha that an error speaks of. */
const captchaOf = (error: unknown): Captcha | undefined => {
  const { provider, siteKey } = (error as Partial<ApiError> | undefined)?.captcha ?? {};
  const isComplete = typeof provider === 'string' && typeof siteKey === 'string';
  return isComplete ? { provider, siteKey } : undefined;
};

const solveOnPage: SolveCaptcha = async ({ provider, siteKey }, { signal }) => {
  if (provider === 'turnstile' && 'document' in globalThis) return solveTurnstile(siteKey, signal);
  throw new TypeError(`A captcha of "${provider}" cannot be solved here.`);
};

/** What a promise gives, unless the signal comes first. */
const within = async <T>(signal: AbortSignal, promise: Promise<T>): Promise<T> => {
  signal.throwIfAborted();
  const { promise: left, reject } = Promise.withResolvers<never>();
  const leave = () => reject(signal.reason);
  signal.addEventListener('abort', leave);
  try {
    return await Promise.race([promise, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
};

/** The challenge that the visitor faces, and whether it was in vain. There is one at a time. */
let challenge: Promise<boolean> | undefined;

/**
 * Has a captcha solved and makes the call again, once, with the token. Its answer carries a pass that
 * lets the next calls through: those that are refused meanwhile wait for it, and are spared a
 * challenge of their own. Where the visitor was asked in vain, they fail as well.
 *
 * @param refusal the `captcha_required`; thrown where no captcha is solved
 */
export const withCaptcha = async (
  refusal: unknown,
  repeat: Repeat,
  solve: SolveCaptcha = solveOnPage,
  signal: AbortSignal = new AbortController().signal,
): Promise<unknown> => {
  const captcha = captchaOf(refusal);
  if (!captcha) throw refusal;
  if (challenge) {
    if (await within(signal, challenge)) throw refusal;
    return repeat().catch((error: unknown) => withCaptcha(error, repeat, solve, signal));
  }
  const { promise, resolve } = Promise.withResolvers<boolean>();
  challenge = promise;
  let isInVain = false;
  try {
    const token = await solve(captcha, { signal }).catch((cause: unknown) => {
      signal.throwIfAborted();
      const isCancelled = cause instanceof DOMException && cause.name === 'AbortError';
      if (!isCancelled) console.warn('fae-widgets: a captcha was not solved.', cause);
      throw refusal;
    });
    return await repeat(token);
  } catch (error) {
    isInVain = captchaOf(error) !== undefined;
    throw error;
  } finally {
    challenge = undefined;
    resolve(isInVain);
  }
};
