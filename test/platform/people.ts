import { join } from 'node:path';
import { passwordResetLink } from '../../src/platform/accounts/password-reset.ts';
import { createPasswords } from '../../src/platform/accounts/passwords.ts';
import type { Parts } from '../../src/platform/platform.ts';
import type { PlatformOptions } from '../../src/platform/settings.ts';
import { insertAccount } from '../../src/platform/store/accounts.ts';
import { insertMember } from '../../src/platform/store/members.ts';
import { insertSession } from '../../src/platform/store/sessions.ts';
import type { Role } from '../../src/platform/store/tables/accounts.ts';
import { databaseEnv } from './database.ts';
import { startPlatform, type Answer, type TestPlatform } from './support.ts';

/** Real ones, which cost a millisecond. */
export const quickPasswords = createPasswords({ ln: 10, r: 8, p: 1 });

/** A platform where passwords are hashed quickly. */
export const startForPeople = (
  options: PlatformOptions = {},
  { services, ...parts }: Partial<Parts> = {},
  folder?: string,
): Promise<TestPlatform> =>
  startPlatform(
    options,
    { ...parts, services: { passwords: quickPasswords, ...services } },
    folder,
  );

export const password = 'correct horse battery staple';

/** Somebody in front of a browser, on a page of the platform's own. */
export const createPerson = (server: TestPlatform, cookie?: string) => {
  let jar = cookie;

  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> => {
    const response = await fetch(server.origin + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(jar !== undefined && { Cookie: jar }),
        ...(method !== 'GET' && { Origin: server.origin }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const [given] = response.headers.getSetCookie();
    if (given !== undefined) jar = given.split(';')[0];
    return response;
  };

  return {
    call,
    /** The same, of which the status must be as said; gives the JSON. */
    json: async (status: number, ...request: Parameters<typeof call>): Promise<Answer> => {
      const response = await call(...request);
      const text = await response.text();
      if (response.status !== status) {
        throw new Error(`${request[0]} ${request[1]}: ${response.status} ${text}`);
      }
      return JSON.parse(text) as Answer;
    },
    cookie: () => jar,
    register: (email: string, more: Record<string, unknown> = {}) =>
      call('POST', '/api/auth/register', { email, password, ...more }),
    login: (email: string, more: Record<string, unknown> = {}) =>
      call('POST', '/api/auth/login', { email, password, ...more }),
  };
};

export type TestPerson = ReturnType<typeof createPerson>;

const cookieName = 'fae_session';

/** Somebody who is logged in, and in these workspaces, without having typed anything. */
export const somebody = async (
  server: TestPlatform,
  name: string,
  roles: Readonly<Record<string, Role>>,
) => {
  const { store } = server;
  const email = `${name}@example.com`;
  const passwordHash = await quickPasswords.hash(password);
  const account = await insertAccount(store, { email, passwordHash });
  for (const [workspace, role] of Object.entries(roles)) {
    await insertMember(store, workspace, { account, email, role });
  }
  return {
    account,
    email,
    /** At another desk, with a session of its own. */
    sit: async () => createPerson(server, `${cookieName}=${await insertSession(store, account)}`),
  };
};

/** What the command line prints for whoever has forgotten a password. */
export const linkFor = async (server: TestPlatform, email: string) => {
  const options = { data: join(server.root, 'data'), publicUrl: server.origin };
  const env = await databaseEnv(server.root);
  const { url, expiresAt } = await passwordResetLink({ ...options, env }, email);
  return { url, expiresAt, token: url.split('/').at(-1) ?? '' };
};
