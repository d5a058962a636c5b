import { parse, serialize } from 'hono/utils/cookie';
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

const name = 'fae_session';

/**
 * No script reads it, no other site's page sends it along with what it posts; behind https no
 * unencrypted page and no neighbouring host can set it either (RFC 6265bis, `__Host-`).
 *
 * @param publicUrl our own address
 */
export const sessionCookie = (publicUrl: string): SessionCookie => {
  const secure = publicUrl.startsWith('https:');
  const fullName = secure ? `__Host-${name}` : name;
  const write = (token: string, maxAge: number): string =>
    serialize(fullName, token, { httpOnly: true, sameSite: 'Lax', path: '/', secure, maxAge });
  return {
    read: (request) => parse(request.headers.get('Cookie') ?? '', fullName)[fullName],
    set: (token) => write(token, sessionLifetime / 1000),
    clear: () => write('', 0),
  };
};
