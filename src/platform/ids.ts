import { randomBytes } from 'node:crypto';

const processPart = randomBytes(5).toString('hex');
let counter = randomBytes(2).readUInt16BE();

/**
 * A MongoDB ObjectId, as FAE's identifiers are: seconds, process, counter; 24 hexadecimal digits.
 * Later ids of one process sort after earlier ones.
 */
export const objectId = (milliseconds: number): string => {
  counter = (counter + 1) % 0x1000000;
  const seconds = Math.floor(milliseconds / 1000);
  return (
    seconds.toString(16).padStart(8, '0') + processPart + counter.toString(16).padStart(6, '0')
  );
};

/** 16 bytes as a UUID, written like a random one (RFC 9562, version 4). */
export const uuidOf = (bytes: Uint8Array): string => {
  const digits = Buffer.from(bytes.subarray(0, 16)).toString('hex');
  // Version and variant take the place of two digits.
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5');
};
