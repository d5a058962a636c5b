import { expect } from 'chai';
import { createFlacStream, flacType } from '../../../src/elements/tts-player/flac-mp4.ts';

const sampleRate = 22_050;

/** A tone that sweeps, so that a lost or doubled sample shows. */
const sweep = (length: number): Int16Array<ArrayBuffer> =>
  Int16Array.from({ length }, (_, at) => Math.round(15_000 * Math.sin(at * 0.02 + at * at * 1e-7)));

const decoded = async (bytes: BlobPart[]): Promise<Int16Array> => {
  const file = await new Blob(bytes).arrayBuffer();
  const sound = await new OfflineAudioContext(1, 1, sampleRate).decodeAudioData(file);
  return Int16Array.from(sound.getChannelData(0), (value) => Math.round(value * 0x8000));
};

describe('the FLAC stream', () => {
  it('gives back every sample, wherever the pieces were cut', async () => {
    const samples = sweep(70_001);
    const stream = createFlacStream(sampleRate);
    const pieces = [stream.head];
    for (const [from, to] of [
      [0, 30_000],
      [30_000, 30_001],
      [30_001, 30_500],
      [30_500, 70_001],
    ]) {
      pieces.push(stream.write(samples.subarray(from, to)));
    }
    pieces.push(stream.write(new Int16Array(), true));
    expect(await decoded(pieces)).to.deep.equal(samples);
  });

  it('is one unbroken stretch to the browser', async () => {
    const samples = sweep(sampleRate * 2 + 500);
    const stream = createFlacStream(sampleRate);
    const source = new MediaSource();
    const audio = new Audio(URL.createObjectURL(source));
    await new Promise((resolve) => source.addEventListener('sourceopen', resolve));
    URL.revokeObjectURL(audio.src);
    const buffer = source.addSourceBuffer(flacType);
    const append = (bytes: Uint8Array<ArrayBuffer>) =>
      new Promise((resolve) => {
        buffer.addEventListener('updateend', resolve, { once: true });
        buffer.appendBuffer(bytes);
      });
    await append(stream.head);
    await append(stream.write(samples.subarray(0, 20_000)));
    await append(stream.write(samples.subarray(20_000)));
    await append(stream.write(new Int16Array(), true));
    source.endOfStream();
    expect(buffer.buffered.length).to.equal(1);
    expect(buffer.buffered.start(0)).to.equal(0);
    expect(audio.duration).to.be.closeTo(samples.length / sampleRate, 0.0001);
  });

  it('numbers frames far beyond an hour', async () => {
    const stream = createFlacStream(sampleRate);
    const second = new Int16Array(1024 * 3000);
    stream.write(second);
    const samples = sweep(4096);
    const late = stream.write(samples);
    // Alone, behind a head, it can still be decoded: header and checksums are right.
    expect(await decoded([stream.head, late])).to.deep.equal(samples);
  });

  it('pads an end that is too short for a frame', async () => {
    const stream = createFlacStream(sampleRate);
    const end = await decoded([stream.head, stream.write(Int16Array.of(7, 8, 9), true)]);
    expect([...end.subarray(0, 4)]).to.deep.equal([7, 8, 9, 0]);
  });
});
