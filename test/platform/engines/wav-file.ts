import assert from 'node:assert/strict';

/** Reads a WAV file as a player does: by the sizes in its header. */
export const readWav = (file: Uint8Array<ArrayBuffer>) => {
  const view = new DataView(file.buffer);
  const ascii = (offset: number) => new TextDecoder().decode(file.subarray(offset, offset + 4));
  assert.deepEqual([ascii(0), ascii(8), ascii(12), ascii(36)], ['RIFF', 'WAVE', 'fmt ', 'data']);
  assert.equal(view.getUint32(4, true), file.byteLength - 8);
  assert.equal(view.getUint32(40, true), file.byteLength - 44);
  const sampleRate = view.getUint32(24, true);
  const format = {
    pcm: view.getUint16(20, true) === 1,
    channels: view.getUint16(22, true),
    bits: view.getUint16(34, true),
    bytesPerSecond: view.getUint32(28, true),
  };
  const samples = new Int16Array(file.buffer, 44);
  return { sampleRate, format, samples, seconds: samples.length / sampleRate };
};
