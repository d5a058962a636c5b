// Runs on a thread of its own: speaks one job after another with espeak-ng.
import { parentPort } from 'node:worker_threads';
import load from '@echogarden/espeak-ng-emscripten';
import { splitText } from './sentences.ts';
import { longestSeconds } from './speech-engine.ts';

/** What to speak, in espeak-ng's own terms. */
export interface SpeechJob {
  readonly text: string;
  readonly espeak: string;
  readonly pitch: number;
  /** Words per minute. */
  readonly rate: number;
}

export interface SpokenJob {
  readonly samples: Int16Array<ArrayBuffer>;
  /** Samples per second. */
  readonly sampleRate: number;
}

/** Long enough for natural pauses, short enough for espeak-ng's own clause buffer. */
const pieceLength = 400;

/**
 * espeak-ng reads SSML, phonemes in `[[…]]` and control characters; a visitor's text is only text.
 * (`<break time="9999s"/>` would fill the memory with silence.)
 */
const asPlainSpeech = (text: string): string =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .replaceAll('[[', '[ [')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

const join = (blocks: readonly Int16Array[]): Int16Array<ArrayBuffer> => {
  const joined = new Int16Array(blocks.reduce((total, block) => total + block.length, 0));
  let offset = 0;
  for (const block of blocks) {
    joined.set(block, offset);
    offset += block.length;
  }
  return joined;
};

const { eSpeakNGWorker: Synthesizer } = await load();
const synthesizer = new Synthesizer();

/** Digits and foreign letters are spoken at many times their length, so sound has its own limit. */
const speak = ({ text, espeak, pitch, rate }: SpeechJob): SpokenJob | undefined => {
  synthesizer.set_voice(espeak);
  synthesizer.set_rate(rate);
  synthesizer.set_pitch(pitch);
  const blocks: Int16Array[] = [];
  let room = longestSeconds * synthesizer.samplerate;
  for (const piece of splitText(text, pieceLength)) {
    synthesizer.synthesize(asPlainSpeech(piece), (samples) => {
      if (samples) blocks.push(samples);
      room -= samples?.length ?? 0;
      return room < 0;
    });
    if (room < 0) return undefined;
  }
  return { samples: join(blocks), sampleRate: synthesizer.samplerate };
};

parentPort?.on('message', (job: SpeechJob) => {
  const spoken = speak(job);
  parentPort?.postMessage(spoken, spoken ? [spoken.samples.buffer] : []);
});
