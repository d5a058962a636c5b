import { expect } from 'chai';
import { decodeSpeech, samplesBetween } from '../../../src/elements/tts-player/speech.ts';
import { joinWav, wavSampleRate } from '../../../src/elements/tts-player/wav.ts';
import { sampleRate, tone, wavOfFloats, wavOfIntegers } from './sounds.ts';

const samplesOf = async (blob: Blob | undefined) =>
  new Int16Array((await blob?.arrayBuffer()) ?? new ArrayBuffer());

describe('speech', () => {
  it('is read from WAV files of integers and of floats alike, sample by sample', async () => {
    const samples = tone(0.25);
    for (const bytes of [await wavOfIntegers(samples), await wavOfFloats(samples)]) {
      const speech = await decodeSpeech(bytes);
      expect(speech.sampleRate).to.equal(sampleRate);
      expect(speech.seconds).to.equal(0.25);
      expect(await samplesOf(speech.samples)).to.deep.equal(samples);
    }
  });

  it('finds the format behind other chunks', async () => {
    const note = Array.from('LIST\x03\0\0\0abc\0', (letter) => letter.charCodeAt(0));
    expect(wavSampleRate(await wavOfIntegers(tone(0.1), note))).to.equal(sampleRate);
  });

  it('has the rate that is asked for, whatever the file has', async () => {
    const speech = await decodeSpeech(await wavOfIntegers(tone(0.5)), 48_000);
    expect(speech.sampleRate).to.equal(48_000);
    expect(speech.seconds).to.be.closeTo(0.5, 0.001);
    expect((await samplesOf(speech.samples)).length).to.be.closeTo(24_000, 48);
  });

  it('is refused where the answer is no sound', async () => {
    const page = await new Blob(['<!doctype html><title>Sign in</title>']).arrayBuffer();
    for (const bytes of [page, new ArrayBuffer(), new ArrayBuffer(3)]) {
      const error: unknown = await decodeSpeech(bytes).catch((it: unknown) => it);
      expect(error).to.include({ code: 'bad_response', retryable: true });
    }
  });

  it('gives the samples between two moments', async () => {
    const samples = tone(1);
    const speech = await decodeSpeech(await wavOfIntegers(samples));
    expect(await samplesBetween(speech, 0.25, 0.5)).to.deep.equal(samples.subarray(6000, 12_000));
    expect((await samplesBetween(speech, 0.75, Infinity)).length).to.equal(6000);
  });

  it('is joined into a file that can be played', async () => {
    const pieces = [tone(0.2), tone(0.3)];
    const file = joinWav(
      pieces.map((it) => new Blob([it])),
      sampleRate,
    );
    expect(file.type).to.equal('audio/wav');
    const speech = await decodeSpeech(await file.arrayBuffer());
    expect(speech.seconds).to.equal(0.5);
    expect(await samplesOf(speech.samples)).to.deep.equal(await samplesOf(new Blob(pieces)));
  });
});
