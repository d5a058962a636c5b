import { countRegistration } from '../accounts/attempt-limits.ts';
import { logIn } from '../accounts/login.ts';
import { resetPassword } from '../accounts/password-reset.ts';
import { register } from '../accounts/registration.ts';
import { deleteSession, insertSession, personOfAccount, type Person } from '../store/sessions.ts';
import type { Handlers } from './handler.ts';
import { success } from './refusals.ts';
import type { Services } from './services.ts';

const json = { 'Content-Type': 'application/json' };

/** Who is logged in, as text of the API. */
const answerOf = ({ id, email, name, memberships }: Person): string =>
  JSON.stringify({
    id,
    email,
    name,
    workspaces: memberships.map((it) => ({ id: it.workspace, name: it.name, role: it.role })),
  });

export const authHandlers = ({
  store,
  cookie,
  passwords,
  registration,
}: Services): Handlers['auth'] => {
  /** Begins a session of its own: whoever knew the one before, or planted it, is not logged in. */
  const welcome = async (account: string, request: Request, status: number): Promise<Response> => {
    const before = cookie.read(request);
    if (before !== undefined) await deleteSession(store, before);
    const token = await insertSession(store, account);
    const person = await personOfAccount(store, account);
    if (!person) throw new Error('The account was deleted while somebody logged in.');
    return new Response(answerOf(person), {
      status,
      headers: { ...json, 'Set-Cookie': cookie.set(token) },
    });
  };

  return {
    register: async ({ body, request, address }) => {
      await countRegistration(store, address);
      const key = request.headers.get('x-api-key') ?? undefined;
      const account = await register(store, passwords, registration, { ...body, key });
      return welcome(account, request, 201);
    },

    login: async ({ body, request, address }) =>
      welcome(await logIn(store, passwords, { ...body, address }), request, 200),

    logout: async ({ request }) => {
      const token = cookie.read(request);
      if (token !== undefined) await deleteSession(store, token);
      return new Response(success, { headers: { ...json, 'Set-Cookie': cookie.clear() } });
    },

    resetPassword: async ({ body, address }) => {
      await countRegistration(store, address);
      await resetPassword(store, passwords, body.token, body.password);
      return success;
    },
  };
};
