import type { Budget } from '../api/operation.ts';
import { readAtMost } from '../http/body.ts';
import { HttpError } from '../http/problem.ts';
import { budgets as allBudgets } from './limits.ts';
import type { CaptchaOptions } from './options.ts';

/** Source: Cloudflare, "Validate the token". */
const siteverify = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';
const longestToken = 2048;
const waitMs = 5_000;
const answerLimit = 16 * 1024;

/** What the element asks for, and what is therefore found in the verdict. */
const action = 'fae';

/** Cloudflare's secrets for tests: their verdicts name no real site. */
const isTestSecret = (secret: string): boolean => /^[123]x0{8}/.test(secret);

export interface Captcha {
  readonly budgets: ReadonlySet<Budget>;
  /** What an element needs to show it. */
  readonly challenge: { readonly provider: 'turnstile'; readonly siteKey: string };
  readonly secret: string;
  /**
   * Whether a token proves that it was solved on a page of this origin. A token is good once.
   *
   * @throws {HttpError} 503 `unavailable` when the provider gives no verdict
   */
  readonly verify: (token: string, origin: string) => Promise<boolean>;
}

interface Verdict {
  readonly success?: unknown;
  readonly hostname?: unknown;
  readonly action?: unknown;
  readonly 'error-codes'?: unknown;
}

const unavailable = (hint: string, cause?: unknown): HttpError =>
  new HttpError(503, 'unavailable', 'The check cannot be made at the moment.', { hint, cause });

const silent = 'Turnstile does not answer, so nothing that costs is let through.';
const wrongSecret = 'Turnstile does not take the secret: check FAE_TURNSTILE_SECRET.';

/** Errors that say nothing about the visitor. Source: Cloudflare, "Error codes". */
const troubles: Readonly<Record<string, string>> = {
  'missing-input-secret': wrongSecret,
  'invalid-input-secret': wrongSecret,
  'internal-error': silent,
};

const troubleIn = (verdict: Verdict): string | undefined => {
  const codes = verdict['error-codes'];
  const told: readonly unknown[] = Array.isArray(codes) ? codes : [];
  return Object.entries(troubles).find(([code]) => told.includes(code))?.[1];
};

/** @throws {TypeError} when a part of it is missing */
export const captchaOf = (options: CaptchaOptions): Captcha => {
  const { provider, siteKey, secret, budgets = allBudgets } = options;
  const known: string = provider;
  if (known !== 'turnstile') throw new TypeError(`There is no captcha "${known}", only turnstile.`);
  if (!siteKey || !secret) {
    throw new TypeError(
      'A captcha needs both keys: FAE_TURNSTILE_SITE_KEY and FAE_TURNSTILE_SECRET.',
    );
  }
  const send = options.fetch ?? fetch;
  const verdictOn = async (token: string): Promise<Verdict> => {
    const response = await send(siteverify, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ secret, response: token }),
      redirect: 'manual',
      signal: AbortSignal.timeout(waitMs),
    });
    // A wrong secret is told by a status, a wrong token too.
    if (response.status >= 500) throw new Error(`Turnstile answered ${response.status}`);
    const bytes = await readAtMost(response.body, answerLimit);
    const verdict: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof verdict !== 'object' || verdict === null)
      throw new Error('Turnstile gave no verdict');
    return verdict;
  };
  return {
    budgets: new Set(budgets),
    challenge: { provider, siteKey },
    secret,
    verify: async (token, origin) => {
      if (token.length > longestToken) return false;
      const verdict = await verdictOn(token).catch((cause: unknown) => {
        throw unavailable(silent, cause);
      });
      const trouble = troubleIn(verdict);
      if (trouble !== undefined) throw unavailable(trouble);
      if (verdict.success !== true) return false;
      if (isTestSecret(secret)) return true;
      return verdict.action === action && verdict.hostname === new URL(origin).hostname;
    },
  };
};
