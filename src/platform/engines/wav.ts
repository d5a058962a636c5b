import { endianness } from 'node:os';

/**
 * A complete WAV file of 16-bit mono PCM samples.
 * Layout: "Multimedia Programming Interface and Data Specifications 1.0", RIFF and `fmt ` chunks.
 *
 * @param sampleRate samples per second
 */
export const wavFile = (samples: Int16Array, sampleRate: number): Uint8Array<ArrayBuffer> => {
  const headerSize = 44;
  const bytesPerSample = 2;
  const dataSize = samples.length * bytesPerSample;
  const file = new Uint8Array(headerSize + dataSize);
  const view = new DataView(file.buffer);
  const ascii = (offset: number, text: string) => file.set(new TextEncoder().encode(text), offset);

  ascii(0, 'RIFF');
  view.setUint32(4, headerSize - 8 + dataSize, true);
  ascii(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // channels
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * bytesPerSample, true);
  view.setUint16(32, bytesPerSample, true);
  view.setUint16(34, bytesPerSample * 8, true);
  ascii(36, 'data');
  view.setUint32(40, dataSize, true);
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, dataSize);
  file.set(endianness() === 'LE' ? bytes : Buffer.from(bytes).swap16(), headerSize);
  return file;
};
