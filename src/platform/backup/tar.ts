/** The format that every `tar` reads: POSIX.1-2017, pax, "ustar Interchange Format". */

export const blockSize = 512;

/** What twelve digits of base 8, the last a zero byte, have room for: 8 GiB. Beyond, GNU's base 256. */
const mostOctal = 8 ** 11;

export interface Entry {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
}

const octal = (value: number, digits: number): string =>
  `${value.toString(8).padStart(digits, '0')}\0`;

/** The sum of all bytes, those of the sum itself taken for blanks. */
const checksum = (header: Uint8Array): number =>
  header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);

/** The block that stands before a file, which only its owner may read. */
export const headerOf = ({ name, size }: Entry, time: number): Buffer => {
  if (Buffer.byteLength(name) > 100) throw new TypeError(`The name ${name} is too long.`);
  const header = Buffer.alloc(blockSize);
  header.write(name, 0);
  header.write(`${octal(0o600, 7)}${octal(0, 7)}${octal(0, 7)}`, 100);
  if (size < mostOctal) {
    header.write(octal(size, 11), 124);
  } else {
    header[124] = 0x80;
    header.writeBigUInt64BE(BigInt(size), 128);
  }
  header.write(octal(Math.floor(time / 1000), 11), 136);
  header.write('0', 156);
  header.write('ustar\u000000', 257);
  header.write(`${octal(checksum(header), 6)} `, 148);
  return header;
};

const textAt = (header: Buffer, start: number, length: number): string =>
  header.toString('utf8', start, start + length).replace(/\0.*$/s, '');

/** @returns `undefined` for a block that is no header of a plain file */
export const entryIn = (header: Buffer): Entry | undefined => {
  const sum = Number.parseInt(textAt(header, 148, 8), 8);
  const isFile = textAt(header, 257, 6) === 'ustar' && header[156] === 0x30;
  if (!isFile || sum !== checksum(header)) return undefined;
  const size =
    header[124] === 0x80
      ? Number(header.readBigUInt64BE(128))
      : Number.parseInt(textAt(header, 124, 12), 8);
  return { name: textAt(header, 0, 100), size };
};

/** What fills up the last block of a file. */
export const padding = (size: number): Buffer =>
  Buffer.alloc((blockSize - (size % blockSize)) % blockSize);

/** Two empty blocks. */
export const tarEnd = Buffer.alloc(2 * blockSize);
