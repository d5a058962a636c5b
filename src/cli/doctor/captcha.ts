import { findingsAbout, type Check, type Finding } from './finding.ts';

const { ok, note, warning, problem } = findingsAbout('Captcha');

/** Source: Cloudflare, "Validate the token". */
const siteverify = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';

const codesIn = (verdict: unknown): readonly string[] =>
  typeof verdict === 'object' &&
  verdict !== null &&
  'error-codes' in verdict &&
  Array.isArray(verdict['error-codes'])
    ? verdict['error-codes'].map(String)
    : [];

const passes = (verdict: unknown): boolean =>
  typeof verdict === 'object' &&
  verdict !== null &&
  'success' in verdict &&
  verdict.success === true;

const isTestKey = (key: string): boolean => /^[123]x0{8}/.test(key);

/** What is said of a token that nobody has solved tells whether the secret is a real one. */
const findingOn = (verdict: unknown): Finding => {
  const codes = codesIn(verdict);
  if (passes(verdict)) {
    return warning(
      'FAE_TURNSTILE_SECRET is a secret for tests: whoever asks passes.',
      'Use the secret of your own widget where the proxy serves the public.',
    );
  }
  if (codes.some((code) => code.endsWith('-input-secret'))) {
    return problem(
      'Cloudflare does not know FAE_TURNSTILE_SECRET.',
      'Copy the secret key of the widget, not its site key, from the dashboard.',
    );
  }
  if (codes.includes('invalid-input-response')) return ok('Cloudflare takes the secret.');
  return warning(
    `Cloudflare says neither yes nor no to the secret (${codes.join(', ') || 'no code'}).`,
    'Try again later.',
  );
};

/**
 * Whether the captcha's secret is taken, by having a token verified that nobody has solved.
 *
 * @param send called instead of the global `fetch`
 */
export const captchaCheck =
  (send: typeof fetch): Check =>
  async ({ env, waitMs }) => {
    const siteKey = env['FAE_TURNSTILE_SITE_KEY'] ?? '';
    const secret = env['FAE_TURNSTILE_SECRET'] ?? '';
    if (!siteKey && !secret) {
      return [note('None: what costs is bounded by budgets alone (FAE_TURNSTILE_SITE_KEY).')];
    }
    // That the other half is missing is told among the settings.
    if (!siteKey || !secret) return [];
    const tests = isTestKey(siteKey)
      ? [warning('FAE_TURNSTILE_SITE_KEY is a key for tests.', 'Use that of your own widget.')]
      : [];
    try {
      const response = await send(siteverify, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ secret, response: 'nobody-solved-this' }),
        redirect: 'manual',
        signal: AbortSignal.timeout(waitMs),
      });
      return [...tests, findingOn(await response.json())];
    } catch {
      const fix = `Let this machine reach ${new URL(siteverify).host}; without it nothing that costs is let through.`;
      return [...tests, problem('Cloudflare cannot be asked about captchas.', fix)];
    }
  };
