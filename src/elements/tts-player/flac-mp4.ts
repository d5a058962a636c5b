// Browsers join pieces of sound without a break only in MediaSource, and that takes no WAV. So the
// samples are wrapped, uncompressed, as FLAC in fragmented MP4, which Chrome, Firefox and Safari
// take. Formats: RFC 9639 (FLAC), ISO/IEC 14496-12 (MP4), "Encapsulation of FLAC in ISO Base Media
// File Format" 0.0.4.

export const flacType = 'audio/mp4; codecs="flac"';

/** Samples in a FLAC frame, which is also one MP4 sample. */
const frameLength = 1024;
/** The last frame may be shorter, but not shorter than this. */
const shortestFrame = 16;

type Bytes = readonly number[];

const u16 = (value: number): Bytes => [(value >>> 8) & 255, value & 255];
const u32 = (value: number): Bytes => [...u16(value >>> 16), ...u16(value)];
const u64 = (value: number): Bytes => [
  ...u32(Math.floor(value / 2 ** 32)),
  ...u32(value % 2 ** 32),
];
const zeros = (count: number): Bytes => Array<number>(count).fill(0);
const ascii = (text: string): Bytes => Array.from(text, (letter) => letter.charCodeAt(0));

const box = (type: string, ...content: readonly Bytes[]): Bytes => {
  const bytes = content.flat();
  return [...u32(8 + bytes.length), ...ascii(type), ...bytes];
};
/** A box with a version and flags. */
const fullBox = (type: string, flags: number, ...content: readonly Bytes[]): Bytes =>
  box(type, u32(flags), ...content);

const identityMatrix = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].flatMap((it) => u32(it));

const streamInfo = (sampleRate: number): Bytes => [
  ...u16(frameLength),
  ...u16(frameLength),
  ...zeros(6), // smallest and largest frame in bytes: not known
  // 20 bits of rate, 3 of channels − 1, 5 of bits per sample − 1, the first 4 of the unknown length
  ...u32(((sampleRate << 12) | (15 << 4)) >>> 0),
  ...zeros(4 + 16), // the length's other bits, and no checksum of the whole
];

const sampleEntry = (sampleRate: number): Bytes =>
  box(
    'fLaC',
    [...zeros(6), ...u16(1), ...zeros(8)],
    [...u16(1), ...u16(16), ...zeros(4), ...u16(sampleRate > 0xffff ? 0 : sampleRate), ...zeros(2)],
    fullBox('dfLa', 0, [0x80, 0, 0, 34], streamInfo(sampleRate)),
  );

const initialization = (sampleRate: number): Bytes => {
  const table = box(
    'stbl',
    fullBox('stsd', 0, u32(1), sampleEntry(sampleRate)),
    fullBox('stts', 0, u32(0)),
    fullBox('stsc', 0, u32(0)),
    fullBox('stsz', 0, zeros(8)),
    fullBox('stco', 0, u32(0)),
  );
  const data = box('dinf', fullBox('dref', 0, u32(1), fullBox('url ', 1)));
  const media = box(
    'mdia',
    fullBox('mdhd', 0, zeros(8), u32(sampleRate), zeros(4), u16(0x55c4), zeros(2)),
    fullBox('hdlr', 0, zeros(4), ascii('soun'), zeros(13)),
    box('minf', fullBox('smhd', 0, zeros(4)), data, table),
  );
  const trackHeader = [...zeros(8), ...u32(1), ...zeros(20), ...u16(0x100), ...zeros(2)];
  return [
    ...box('ftyp', ascii('iso5'), zeros(4), ascii('iso5mp41')),
    ...box(
      'moov',
      fullBox(
        'mvhd',
        0,
        [
          ...zeros(8),
          ...u32(sampleRate),
          ...zeros(4),
          ...u32(0x10000),
          ...u16(0x100),
          ...zeros(10),
        ],
        [...identityMatrix, ...zeros(24), ...u32(2)],
      ),
      box('trak', fullBox('tkhd', 7, trackHeader, identityMatrix, zeros(8)), media),
      box('mvex', fullBox('trex', 0, u32(1), u32(1), zeros(12))),
    ),
  ];
};

const checksumTable = (polynomial: number, bits: number): Uint16Array =>
  Uint16Array.from({ length: 256 }, (_, byte) => {
    let value = byte << (bits - 8);
    for (let bit = 0; bit < 8; bit += 1) {
      value = (value << 1) ^ (value & (1 << (bits - 1)) ? polynomial : 0);
    }
    return value & ((1 << bits) - 1);
  });
const table8 = checksumTable(0x07, 8);
const table16 = checksumTable(0x8005, 16);

const checksum8 = (bytes: Bytes): number => bytes.reduce((sum, byte) => table8[sum ^ byte] ?? 0, 0);

const checksum16 = (bytes: Uint8Array): number => {
  let sum = 0;
  for (const byte of bytes) sum = ((sum << 8) ^ (table16[(sum >> 8) ^ byte] ?? 0)) & 0xffff;
  return sum;
};

/** A number as UTF-8 would write a character, up to 31 bits. */
const codedNumber = (value: number): Bytes => {
  if (value < 0x80) return [value];
  const bytes: number[] = [];
  let rest = value;
  let room = 0x3f;
  while (rest > room) {
    bytes.unshift(0x80 | (rest & 0x3f));
    rest >>>= 6;
    room >>>= 1;
  }
  return [((~room << 1) & 0xff) | rest, ...bytes];
};

const frameOf = (samples: Int16Array, number: number): Uint8Array => {
  const header = [
    ...[0xff, 0xf8], // sync, frames of a fixed length
    ...[0x70, 0x08], // length follows in 16 bits, rate as in the stream; one channel, 16 bits
    ...codedNumber(number),
    ...u16(samples.length - 1),
  ];
  const frame = new Uint8Array(header.length + 2 + samples.length * 2 + 2);
  const view = new DataView(frame.buffer);
  // After the header its checksum, then a subframe that holds the samples as they are.
  frame.set([...header, checksum8(header), 0x02]);
  for (let index = 0; index < samples.length; index += 1) {
    view.setInt16(header.length + 2 + index * 2, samples[index] ?? 0);
  }
  view.setUint16(frame.length - 2, checksum16(frame.subarray(0, -2)));
  return frame;
};

const concat = (pieces: readonly (Uint8Array | Bytes)[]): Uint8Array<ArrayBuffer> => {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    joined.set(piece, offset);
    offset += piece.length;
  }
  return joined;
};

/**
 * Writes one stream of 16-bit mono samples as fragmented MP4, piece by piece. Only whole frames are
 * written: what is left over (less than 1,024 samples) leads the next piece, so that the stream has
 * no seam anywhere.
 */
export const createFlacStream = (sampleRate: number) => {
  let written = 0;
  let sequence = 0;
  let rest = new Int16Array();

  return {
    /** Comes before everything else. */
    head: new Uint8Array(initialization(sampleRate)),
    /** The next piece; empty where there is no whole frame. `last` writes what is left over, too. */
    write: (samples: Int16Array, last = false): Uint8Array<ArrayBuffer> => {
      const all = new Int16Array(rest.length + samples.length);
      all.set(rest);
      all.set(samples, rest.length);
      const whole = all.length - (all.length % frameLength);
      rest = all.slice(whole);
      const frames: { bytes: Uint8Array; length: number }[] = [];
      const add = (piece: Int16Array) => {
        const number = written / frameLength + frames.length;
        frames.push({ bytes: frameOf(piece, number), length: piece.length });
      };
      for (let at = 0; at < whole; at += frameLength) add(all.subarray(at, at + frameLength));
      if (last && rest.length) {
        const end = new Int16Array(Math.max(rest.length, shortestFrame));
        end.set(rest);
        add(end);
      }
      if (!frames.length) return new Uint8Array();

      const fragment = (dataOffset: number): Bytes =>
        box(
          'moof',
          fullBox('mfhd', 0, u32(sequence)),
          box(
            'traf',
            fullBox('tfhd', 0x020000, u32(1)), // offsets count from this box
            fullBox('tfdt', 0x01000000, u64(written)),
            fullBox(
              'trun',
              0x000301, // has an offset, durations and sizes
              u32(frames.length),
              u32(dataOffset),
              frames.flatMap(({ bytes, length }) => [...u32(length), ...u32(bytes.length)]),
            ),
          ),
        );
      sequence += 1;
      const moof = fragment(fragment(0).length + 8);
      const size = frames.reduce((sum, { bytes }) => sum + bytes.length, 8);
      const data = frames.map(({ bytes }) => bytes);
      written += frames.reduce((sum, { length }) => sum + length, 0);
      return concat([moof, u32(size), ascii('mdat'), ...data]);
    },
  };
};
