import type { Speech } from '../../../src/elements/tts-player/speech.ts';

export const sampleRate = 24_000;

/** A quiet tone: `seconds` long, 16 bits. */
export const tone = (seconds: number, frequency = 300): Int16Array<ArrayBuffer> =>
  Int16Array.from({ length: Math.round(seconds * sampleRate) }, (_, at) =>
    Math.round(2000 * Math.sin((at / sampleRate) * frequency * 2 * Math.PI)),
  );

export const speechOf = (samples: Int16Array<ArrayBuffer>): Speech => ({
  samples: new Blob([samples]),
  sampleRate,
  seconds: samples.length / sampleRate,
});

const header = (format: number, bits: number, size: number, extra: readonly number[] = []) => {
  const u16 = (value: number) => [value & 255, value >>> 8];
  const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];
  const ascii = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));
  return Uint8Array.from([
    ...ascii('RIFF'),
    ...u32(36 + extra.length + size),
    ...ascii('WAVE'),
    ...extra,
    ...ascii('fmt '),
    ...u32(16),
    ...[...u16(format), ...u16(1), ...u32(sampleRate), ...u32((sampleRate * bits) / 8)],
    ...[...u16(bits / 8), ...u16(bits)],
    ...ascii('data'),
    ...u32(size),
  ]);
};

/** As the platform answers: 16-bit integers. */
export const wavOfIntegers = (samples: Int16Array<ArrayBuffer>, extra: readonly number[] = []) =>
  new Blob([header(1, 16, samples.byteLength, extra), samples]).arrayBuffer();

/** As Kokoro answers: 32-bit floats. */
export const wavOfFloats = (samples: Int16Array<ArrayBuffer>) => {
  const floats = Float32Array.from(samples, (value) => value / 0x8000);
  return new Blob([header(3, 32, floats.byteLength), floats]).arrayBuffer();
};
