import { createHash } from 'node:crypto';

/**
 * The UUID that Eliza makes of any text, so that ids are the same as on its servers: of the SHA-1 of
 * the URL-encoded text the first 16 bytes, with RFC 9562's variant and, unlike there, version 0. A text
 * that is a UUID already is hashed like any other.
 */
export const elizaId = (text: string): string => {
  const hash = createHash('sha1').update(encodeURIComponent(text.toWellFormed())).digest();
  hash.writeUInt8(hash.readUInt8(6) & 0x0f, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
