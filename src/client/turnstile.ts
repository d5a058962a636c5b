import { inCaptchaDialog, type CaptchaDialog } from './captcha-dialog.ts';

// Source: Cloudflare, "Embed the widget", "Widget configurations", "Client-side errors".

interface Turnstile {
  render(
    container: HTMLElement,
    options: Readonly<Record<string, unknown>>,
  ): string | null | undefined;
  reset(widget: string): void;
  remove(widget: string): void;
}

/** Has to be loaded from this very address. */
const address = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit';
/** The proxy looks for it in what Cloudflare says of the token. */
const action = 'fae';
/** How often a check that failed is begun anew. */
const retries = 2;
/** Errors that stay: of the set-up, or of the visitor's device. The others may be gone next time. */
const isLasting = (code: string): boolean => /^(100|105|110[0-5]|120|200|400)/.test(code);

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: () => string },
  ): { createScriptURL(url: string): string };
}

const scope = globalThis as { turnstile?: Turnstile; trustedTypes?: TrustedTypes };

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/** The address as a page with Trusted Types wants it. The policy `fae-captcha` makes no other. */
const trustedAddress = (): string => {
  policy ??= scope.trustedTypes?.createPolicy('fae-captcha', { createScriptURL: () => address });
  return policy?.createScriptURL(address) ?? address;
};

let loading: Promise<Turnstile> | undefined;

const load = (): Promise<Turnstile> =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    const fail = () => {
      script.remove();
      reject(new Error(`${address} could not be loaded.`));
    };
    script.addEventListener('load', () => (scope.turnstile ? resolve(scope.turnstile) : fail()));
    script.addEventListener('error', fail);
    // A page that allows scripts by nonce alone has given one to its own.
    script.nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
    script.src = trustedAddress();
    document.head.append(script);
  });

/** The page's own, if it has Turnstile already; else loaded now. After a failure the next call tries again. */
const getTurnstile = async (): Promise<Turnstile> => {
  if (scope.turnstile) return scope.turnstile;
  loading ??= load().finally(() => (loading = undefined));
  return loading;
};

/** Turnstile knows languages as `de` and `pt-BR`. */
const languageIn = (tag: string): string =>
  /^[a-z]{2,3}(-[a-z]{2})?(?![a-z])/i.exec(tag)?.[0] ?? 'auto';

/** Runs the check in the dialog, which shows itself once the visitor has to do something. */
const check = (turnstile: Turnstile, siteKey: string, dialog: CaptchaDialog): Promise<string> =>
  new Promise((resolve, reject) => {
    let failures = 0;
    const widget = turnstile.render(dialog.container, {
      sitekey: siteKey,
      action,
      appearance: 'interaction-only',
      language: languageIn(document.documentElement.lang),
      theme: dialog.theme,
      size: dialog.isNarrow ? 'compact' : 'flexible',
      retry: 'never',
      'response-field': false,
      'before-interactive-callback': () => dialog.ask(),
      'unsupported-callback': () => reject(new Error('Turnstile does not support this browser.')),
      'error-callback': (code: unknown) => {
        failures += 1;
        if (widget && failures <= retries && !isLasting(String(code))) turnstile.reset(widget);
        else reject(new Error(`Turnstile gave up with error ${String(code)}.`));
        return true;
      },
      callback: resolve,
    });
    dialog.closed.addEventListener('abort', () => {
      if (widget) turnstile.remove(widget);
    });
  });

/**
 * Has Cloudflare Turnstile check that the visitor is human. Most visitors notice nothing: the dialog
 * opens only when there is something to do, or when it takes long.
 *
 * @returns the token, which is good once and for five minutes
 * @throws {Error} when the visitor cancels, the script cannot be loaded or the check fails; the
 *   signal's reason when that aborts
 */
export const solveTurnstile = (siteKey: string, signal: AbortSignal): Promise<string> =>
  inCaptchaDialog(signal, async (dialog) => {
    const turnstile = await getTurnstile();
    dialog.closed.throwIfAborted();
    return check(turnstile, siteKey, dialog);
  });
