import { safeParse } from 'valibot';
import { authSchemas } from '../../api/fae/auth.schemas.ts';
import { readBody } from '../../http/body.ts';
import { HttpError } from '../../http/problem.ts';
import type { App } from '../app.ts';
import type { Services } from '../handlers/services.ts';
import { html, type Html } from '../pages/html.ts';
import { pageResponse } from '../pages/page.ts';
import { accountOfReset } from '../store/accounts.ts';
import { countRegistration } from './attempt-limits.ts';
import { resetPassword, resetPath } from './password-reset.ts';

const formLimit = 16 * 1024;

const passwordResponse = (status: number, title: string, content: Html): Response =>
  pageResponse({
    status,
    title,
    body: html`<main>
      <div class="card alone">
        <section class="pay">
          <h1>${title}</h1>
          ${content}
        </section>
      </div>
    </main>`,
  });

/** @param problem why the last try failed */
const formPage = (status: number, problem?: string): Response =>
  passwordResponse(
    status,
    'Choose a new password',
    html`${problem === undefined ? undefined : html`<p class="error" role="alert">${problem}</p>`}
      <form method="post">
        <label>
          New password
          <input
            type="password"
            name="password"
            autocomplete="new-password"
            minlength="10"
            maxlength="200"
            required
          />
        </label>
        <button>Save</button>
      </form>`,
  );

const donePage = (): Response =>
  passwordResponse(200, 'The password is changed', html`<p>Log in with it from now on.</p>`);

const unknownPage = (): Response =>
  passwordResponse(
    404,
    'This link is not valid',
    html`<p>It has been used, or is older than an hour. Ask for another one.</p>`,
  );

/**
 * The page behind a link that sets a password anew. Nothing but the link identifies who has it, and no
 * other page learns of it.
 */
export const addPasswordRoutes = (
  app: App,
  { store, passwords }: Pick<Services, 'store' | 'passwords'>,
): void => {
  const path = `${resetPath}:token{[\\w-]{16,256}}`;

  app.get(path, async (context) => {
    const account = await accountOfReset(store, context.req.param('token'));
    return account === undefined ? unknownPage() : formPage(200);
  });

  app.post(path, async (context) => {
    await countRegistration(store, context.env.address);
    const token = context.req.param('token');
    const bytes = await readBody(context.req.raw, formLimit);
    const given = new URLSearchParams(new TextDecoder().decode(bytes)).get('password') ?? '';
    if ((await accountOfReset(store, token)) === undefined) return unknownPage();
    const checked = safeParse(authSchemas.resetPassword.body, { token, password: given });
    if (!checked.success) {
      return formPage(400, `The password ${checked.issues[0].message}.`);
    }
    try {
      await resetPassword(store, passwords, token, checked.output.password);
    } catch (error) {
      if (error instanceof HttpError && error.status === 403) return unknownPage();
      throw error;
    }
    return donePage();
  });
};
