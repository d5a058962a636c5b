import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, for whoever holds them may do what they stand for. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/**
 * What is kept of a key or a token. They are random, so a plain hash is as safe as a slow one; and
 * looking a hash up tells a guesser nothing about how close the guess was.
 */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
