import { ElementError } from '../../ui/failure.ts';
import { wavSampleRate } from './wav.ts';

/** Spoken text as samples: 16 bits, mono. A Blob, because a browser may keep that on disk. */
export interface Speech {
  readonly samples: Blob;
  /** Samples per second. */
  readonly sampleRate: number;
  readonly seconds: number;
}

const bytesPerSample = 2;
/** For compressed sound, whose own rate is not looked for: all of it fits under this one. */
const usualSampleRate = 48_000;

const mixed = (sound: AudioBuffer): Int16Array<ArrayBuffer> => {
  const samples = new Int16Array(sound.length);
  const channels = Array.from({ length: sound.numberOfChannels }, (_, it) =>
    sound.getChannelData(it),
  );
  for (let index = 0; index < samples.length; index += 1) {
    let sum = 0;
    for (const channel of channels) sum += channel[index] ?? 0;
    const value = Math.round((sum / channels.length) * 0x8000);
    samples[index] = Math.max(-0x8000, Math.min(0x7fff, value));
  }
  return samples;
};

/**
 * Decodes what a speech API answers: WAV with integer or float samples, MP3, Ogg, whatever the
 * browser knows. The browser does it off the main thread.
 *
 * @param wantedRate samples per second, when the speech has to fit to other speech
 * @throws {ElementError} `bad_response` for what is no sound
 */
export const decodeSpeech = async (bytes: ArrayBuffer, wantedRate?: number): Promise<Speech> => {
  const sampleRate = wantedRate ?? wavSampleRate(bytes) ?? usualSampleRate;
  let sound: AudioBuffer;
  try {
    sound = await new OfflineAudioContext(1, 1, sampleRate).decodeAudioData(bytes);
  } catch (cause) {
    throw new ElementError('bad_response', 'The answer is not sound.', { retryable: true, cause });
  }
  const samples = new Blob([mixed(sound)]);
  return { samples, sampleRate, seconds: sound.length / sampleRate };
};

/** The samples between two moments; to the end where the second one lies behind it. */
export const samplesBetween = async (
  speech: Speech,
  from: number,
  to: number,
): Promise<Int16Array<ArrayBuffer>> => {
  const byte = (seconds: number) => Math.round(seconds * speech.sampleRate) * bytesPerSample;
  return new Int16Array(await speech.samples.slice(byte(from), byte(to)).arrayBuffer());
};
