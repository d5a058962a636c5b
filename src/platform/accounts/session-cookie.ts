import { parse, serialize } from 'hono/utils/cookie';
import { sessionCookieName } from '../../http/session-cookie-name.ts';
import { sessionLifetime } from '../store/sessions.ts';

/** The cookie that a session's token travels in. */
export interface SessionCookie {
  /** The token of a request, if it has any. */
  readonly read: (request: Request) => string | undefined;
  /** `Set-Cookie` for a new session. */
  readonly set: (token: string) => string;
  /** `Set-Cookie` that takes it away. */
  readonly clear: () => string;
}

/**
 * No script reads it, and no other site's page sends it along with what it posts.
 *
 * @param publicUrl our own address
 */
export const sessionCookie = (publicUrl: string): SessionCookie => {
  const secure = publicUrl.startsWith('https:');
  const name = sessionCookieName[secure ? 'https' : 'http'];
  const write = (token: string, maxAge: number): string =>
    serialize(name, token, { httpOnly: true, sameSite: 'Lax', path: '/', secure, maxAge });
  return {
    read: (request) => parse(request.headers.get('Cookie') ?? '', name)[name],
    set: (token) => write(token, sessionLifetime / 1000),
    clear: () => write('', 0),
  };
};
