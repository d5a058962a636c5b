import {
  createRemoteJWKSet,
  customFetch,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import type { NamedOperation } from '../api/operations.ts';
import { HttpError } from '../http/problem.ts';
import { bearerToken } from './authorize.ts';
import type { Authorize } from './options.ts';

export interface JwtOptions {
  /** Where the issuer publishes its keys: `https://issuer.example/.well-known/jwks.json`. */
  readonly jwks: string;
  /** Must be the token's `iss`. */
  readonly issuer: string;
  /** Must be in the token's `aud`. */
  readonly audience: string;
  /** Signature algorithms that are accepted; those with a public key by default. */
  readonly algorithms?: readonly string[] | undefined;
  /** What a valid token may do; everything by default. */
  readonly allows?:
    ((claims: JWTPayload, operation: NamedOperation) => boolean | Promise<boolean>) | undefined;
  /** Called instead of the global `fetch` for the keys. */
  readonly fetch?: typeof fetch | undefined;
}

/** Never `none`, and no HMAC: a public key must not be taken for a secret (RFC 8725, section 3.1). */
const asymmetric = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
];

const isLocal = ({ hostname }: URL): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

const keysAt = ({ jwks, fetch: send }: JwtOptions): JWTVerifyGetKey => {
  const url = URL.parse(jwks);
  if (!url || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal(url)))) {
    throw new TypeError(`"${jwks}" is no https URL.`);
  }
  return createRemoteJWKSet(url, { timeoutDuration: 5_000, ...(send && { [customFetch]: send }) });
};

/** What jose says of a token itself, not of the key set that it is checked against. */
const isInvalid = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  /^ERR_(JWT_|JWS_|JWKS_(NO|MULTIPLE)_MATCHING_KEY|JOSE_ALG_NOT_ALLOWED|JOSE_NOT_SUPPORTED)/.test(
    String(error.code),
  );

/**
 * An `authorize` hook for JSON Web Tokens brought as `Authorization: Bearer …`: signature by a key of
 * the issuer's key set (RFC 7517), issuer, audience, expiry. The package `jose` must be installed. While
 * the key set cannot be had, operators get 503 `unavailable`.
 *
 * @throws {TypeError} for a key set that is not at an https URL, or a missing issuer or audience
 */
export const jwt = (options: JwtOptions): Authorize => {
  const { issuer, audience, allows, algorithms = asymmetric } = options;
  if (!issuer || !audience)
    throw new TypeError('A JWT is checked against an issuer and an audience.');
  const keys = keysAt(options);
  return async (request, operation) => {
    const token = bearerToken(request);
    if (token === undefined) return false;
    const verified = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: [...algorithms],
      requiredClaims: ['exp'],
      clockTolerance: 30,
    }).catch((error: unknown) => {
      if (isInvalid(error)) return undefined;
      // Keys that cannot be had are no fault of the token.
      throw new HttpError(503, 'unavailable', 'The check cannot be made at the moment.', {
        hint: `The key set at ${options.jwks} cannot be read.`,
        cause: error,
      });
    });
    if (!verified) return false;
    return (await allows?.(verified.payload, operation)) ?? true;
  };
};
