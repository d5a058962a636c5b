import { http, HttpResponse, type RequestHandler } from 'msw';
import { find, until } from '../../support/browser.ts';
import { faultyEndpoint } from '../../support/faults.ts';

/** Cloudflare's site keys for tests, and the stand-in's own. */
export const siteKeys = {
  passes: '1x00000000000000000000AA',
  blocks: '2x00000000000000000000AB',
  asks: '3x00000000000000000000FF',
  wrongDomain: 'domain',
  unsupported: 'browser',
  silent: 'silent',
};

interface Widget {
  readonly options: Readonly<Record<string, unknown>>;
  readonly frame: HTMLIFrameElement;
  readonly isRemoved?: true;
  /** How often the check was begun. */
  readonly starts: number;
}

interface StandIn {
  readonly widgets: ReadonlyMap<string, Widget>;
}

const scope = window as { turnstile?: StandIn };

/** Puts the stand-in on the page, as a page that has Turnstile itself. */
export const startTurnstile = async (): Promise<void> => {
  await new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = '/test/elements/captcha/turnstile/api.js';
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
    script.remove();
  });
};

export const stopTurnstile = (): void => {
  delete scope.turnstile;
};

/** Every widget there has been since `startTurnstile`. */
export const widgets = (): Widget[] => [...(scope.turnstile?.widgets.values() ?? [])];

/** The dialog, as soon as it is open. */
export const openDialog = (): Promise<HTMLDialogElement> =>
  until(
    () =>
      [...document.body.children]
        .map((it) => it.shadowRoot?.querySelector<HTMLDialogElement>('dialog[open]'))
        .find((it) => it),
    'the captcha to open',
  );

/** Whether something of a captcha is still on the page. */
export const isThere = (): boolean =>
  [...document.body.children].some((it) => it.shadowRoot?.querySelector('dialog'));

/** Does what the widget asks for. */
export const solve = async (): Promise<void> => {
  const box = await until(() =>
    widgets().at(-1)?.frame.contentDocument?.querySelector<HTMLInputElement>('input'),
  );
  box.click();
};

export const cancelButton = (dialog: HTMLDialogElement) => {
  const host = (dialog.getRootNode() as ShadowRoot).host;
  return find<HTMLButtonElement>(host, 'button');
};

interface Guarded {
  readonly handler: RequestHandler;
  /** The captcha that each request brought. */
  readonly captchas: (string | null)[];
}

let passes = 0;

/** A paid post behind a captcha, as the proxy guards it: a token, or the pass that came for one. */
export const guarded = (
  path: string,
  siteKey: string,
  answer: () => Response | Promise<Response>,
): Guarded => {
  const captchas: (string | null)[] = [];
  const pass = `pass-${(passes += 1)}`;
  const captcha = { provider: 'turnstile', siteKey };
  const handler = http.post(faultyEndpoint + path, async ({ request }) => {
    const token = request.headers.get('Fae-Captcha');
    captchas.push(token);
    if (token !== 'XXXX.DUMMY.TOKEN.XXXX' && request.headers.get('Fae-Visitor') !== pass) {
      const problem = { error: 'inner words', code: 'captcha_required', captcha };
      return HttpResponse.json(problem, { status: 403 });
    }
    const response = await answer();
    response.headers.set('Fae-Visitor', pass);
    return response;
  });
  return { handler, captchas };
};
