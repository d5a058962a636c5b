/**
 * What the cookie of a person's session is called. Behind https no unencrypted page and no neighbouring
 * host can set it (RFC 6265bis, `__Host-`).
 */
export const sessionCookieName = { http: 'fae_session', https: '__Host-fae_session' } as const;
