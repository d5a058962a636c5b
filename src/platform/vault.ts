import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Encrypts what nobody may read who has the database alone. */
export interface Vault {
  /**
   * @param owner whose it is: it is opened for nobody else, so that it cannot be moved to another row
   */
  readonly seal: (text: string, owner: string) => string;
  /** @throws {Unopened} for what was sealed with another secret or for another owner */
  readonly open: (sealed: string, owner: string) => string;
}

/** What was sealed with another secret, or for another owner. */
export class Unopened extends Error {
  override readonly name = 'Unopened';
  constructor(cause: unknown) {
    super('The secrets cannot be opened: FAE_SECRET is not the one that they were sealed with.', {
      cause,
    });
  }
}

const salt = 'fae-widgets';

/** 32 bytes for one purpose out of the platform's secret (HKDF, RFC 5869). */
export const keyFor = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, purpose, 32));

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM with a random nonce for each text.
 *
 * @param secret the platform's, `FAE_SECRET`
 */
export const createVault = (secret: string): Vault => {
  const key = keyFor(secret, 'agent-secrets');
  return {
    seal: (text, owner) => {
      const nonce = randomBytes(nonceBytes);
      const sealing = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(owner));
      const bytes = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
      return Buffer.concat([nonce, sealing.getAuthTag(), bytes]).toString('base64url');
    },
    open: (sealed, owner) => {
      const bytes = Buffer.from(sealed, 'base64url');
      const nonce = bytes.subarray(0, nonceBytes);
      const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
      const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes });
      opening.setAAD(Buffer.from(owner)).setAuthTag(tag);
      const text = opening.update(bytes.subarray(nonceBytes + tagBytes));
      try {
        return Buffer.concat([text, opening.final()]).toString('utf8');
      } catch (cause) {
        throw new Unopened(cause);
      }
    },
  };
};
