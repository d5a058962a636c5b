import type { TestContext } from 'node:test';
import type { CaptchaOptions } from '../../src/proxy/options.ts';
import { serve, shop } from './harness.ts';

export const secret = 'turnstile-Secret_0123456789';
export const siteKey = 'site-key';

export type Verdict = Readonly<Record<string, unknown>> | { readonly status: number } | string;

/** What Turnstile says of a token that was solved on a page of the shop. */
export const goodVerdict: Verdict = {
  success: true,
  challenge_ts: '2030-01-01T00:00:00Z',
  hostname: new URL(shop).hostname,
  action: 'fae',
  'error-codes': [],
};

const spent: Verdict = { success: false, 'error-codes': ['timeout-or-duplicate'] };

/**
 * A server that verifies tokens as Turnstile does: by JSON, each token once.
 *
 * @param verdict for a token seen for the first time; a status without a body, or text that is no JSON
 */
export const serveTurnstile = async (
  t: TestContext,
  verdict: (token: string) => Verdict | undefined = () => goodVerdict,
) => {
  const seen = new Set<string>();
  const server = await serve(t, (_, response) => {
    const { body } = server.received.at(-1) ?? { body: '' };
    const token = String((JSON.parse(body) as Record<string, unknown>)['response']);
    const said = seen.has(token) ? spent : verdict(token);
    seen.add(token);
    if (said === undefined) return;
    if (typeof said === 'string') response.end(said);
    else if ('status' in said) response.writeHead(Number(said.status)).end();
    else response.setHeader('Content-Type', 'application/json').end(JSON.stringify(said));
  });
  const addresses: string[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    addresses.push(url.href);
    return globalThis.fetch(server.url + url.pathname, init);
  };
  const options: CaptchaOptions = { provider: 'turnstile', siteKey, secret, fetch };
  return { options, addresses, received: server.received };
};
