import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { HttpError } from '../../http/problem.ts';
import type { App } from '../app.ts';
import { isoTime } from '../store/store.ts';
import type { AgentRow } from '../store/agents.ts';
import { keyFor } from '../vault.ts';
import { teeQuote } from './tee.ts';

/** States what runs here, so that others can check it. */
export interface Attestation {
  /**
   * The quote of a trusted execution environment where this machine runs in one, with the statement in
   * a header; else the statement alone.
   *
   * @throws {HttpError} 409 for a draft
   */
  readonly answer: (agent: AgentRow) => Promise<Response>;
  /** The public key, as a JSON Web Key Set (RFC 7517). */
  readonly publicKeys: { readonly keys: readonly Readonly<Record<string, string>>[] };
}

/** Where the public key is. */
export const keysPath = '/.well-known/fae-attestation.json';

const base64url = (text: string): string => Buffer.from(text).toString('base64url');

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** What PKCS #8 writes before the 32 bytes of an Ed25519 key (RFC 8410, section 7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Every process with the same secret has the same key. */
const signingKeyOf = (secret: string) => {
  const seed = keyFor(secret, 'agent-attestation');
  const der = Buffer.concat([pkcs8Prefix, seed]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  // RFC 7638: of the required members, in alphabetical order.
  const kid = sha256(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x })).toString('base64url');
  return { privateKey, jwk: { crv: 'Ed25519', kty: 'OKP', x, kid, alg: 'EdDSA', use: 'sig' } };
};

/** The members in alphabetical order, without spaces, as RFC 8785 writes them. */
const statementOf = (agent: AgentRow, issuer: string, platform: string, now: number): string =>
  JSON.stringify({
    agent: agent.id,
    answeredBy: agent.host === undefined ? 'platform' : 'host',
    characterFileSha256: sha256(agent.document.characterFile).toString('hex'),
    issuedAt: isoTime(now),
    issuer,
    platform,
    startedAt: agent.startedAt === undefined ? null : isoTime(agent.startedAt),
    status: agent.status,
    version: agent.version,
  });

/**
 * Statements are JSON Web Signatures (RFC 7515, compact, EdDSA by RFC 8037): header, statement and
 * signature as base64url, with dots between them. The character file is hashed as the API answers it,
 * its secrets masked. A quote vouches for the SHA-256 of such a text, with 32 zeros behind it.
 *
 * @param platform name and version of what runs here
 * @param quoteOf asks the environment that this machine runs in, if any
 */
export const createAttestation = (
  {
    secret,
    issuer,
    platform,
    now,
  }: {
    readonly secret: string;
    readonly issuer: string;
    readonly platform: string;
    readonly now: () => number;
  },
  quoteOf: (data: Uint8Array) => ReturnType<typeof teeQuote> = teeQuote,
): Attestation => {
  const { privateKey, jwk } = signingKeyOf(secret);
  const header = base64url(
    JSON.stringify({ alg: 'EdDSA', kid: jwk.kid, typ: 'fae-attestation+jws' }),
  );

  const signed = (statement: string): string => {
    const text = `${header}.${base64url(statement)}`;
    return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`;
  };

  return {
    publicKeys: { keys: [jwk] },
    answer: async (agent) => {
      if (agent.status === 'Draft') {
        throw new HttpError(409, 'conflict', 'The agent is a draft: there is nothing to attest.');
      }
      const statement = signed(statementOf(agent, issuer, platform, now()));
      const quote = await quoteOf(Buffer.concat([sha256(statement), Buffer.alloc(32)]));
      return new Response(quote ?? statement, {
        headers: {
          'Content-Type': 'application/octet-stream',
          'Content-Disposition': 'attachment; filename="attestation"',
          ...(quote && { 'Fae-Attestation-Statement': statement }),
        },
      });
    },
  };
};

/** Publishes the key that statements are checked with. */
export const addAttestationRoute = (app: App, { publicKeys }: Attestation): void => {
  app.get(keysPath, (context) => {
    context.header('Access-Control-Allow-Origin', '*');
    return context.json(publicKeys);
  });
};
