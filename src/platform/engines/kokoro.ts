import { resolve } from 'node:path';
import { createKokoroChild, type KokoroChild, type KokoroTimes } from './kokoro-child.ts';
import { precisionIn } from './kokoro-model.ts';
import { kokoroPieces } from './kokoro-text.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { joinSamples } from './samples.ts';
import {
  checkedVoice,
  isInstalled,
  longestQueue,
  longestSeconds,
  notConfigured,
  tooLong,
  tooMany,
  voices,
  type Speech,
  type SpeechRequest,
} from './speech-engine.ts';
import { wavFile } from './wav.ts';

export interface KokoroOptions {
  /** `KOKORO_MODEL`: the folder of the model. */
  readonly model: string;
  /** The package, or the address of a module like it. */
  readonly module?: string;
  readonly times?: KokoroTimes;
}

/** Samples a second, until the model says something else. */
const usualRate = 24_000;
/** Where two pieces meet, in seconds: too short to be heard, long enough for no click. */
const overlap = 0.01;

/** What Kokoro says of a text that has nothing to be spoken in it. */
const silence = new Int16Array(usualRate / 10);

const speakAll = async (child: KokoroChild, { text, voice, speed, signal }: SpeechRequest) => {
  const recordings: Int16Array[] = [];
  let rate = usualRate;
  let seconds = 0;
  for (const piece of kokoroPieces(text)) {
    signal.throwIfAborted();
    const { samples, sampleRate } = await child.speak({ text: piece, voice, speed });
    recordings.push(samples);
    rate = sampleRate;
    seconds += samples.length / sampleRate;
    if (seconds > longestSeconds) throw tooLong();
  }
  const joined = joinSamples(recordings.length > 0 ? recordings : [silence], rate * overlap);
  return wavFile(joined, rate);
};

/**
 * Speech by Kokoro, a neural model, through kokoro-js (Apache-2.0), in a process of its own. Its voices
 * are FAE's. A text is spoken piece by piece, as the model leaves out what it cannot take at once; one
 * that nobody waits for any more is left after the piece that is being spoken.
 */
export const createKokoroSpeech = ({
  model,
  module = 'kokoro-js',
  times,
}: KokoroOptions): Speech => {
  const folder = resolve(model);
  const inTurn = oneAtATime(longestQueue, tooMany);
  let child: KokoroChild | undefined;

  const findChild = async (): Promise<KokoroChild> => {
    if (!isInstalled(module)) {
      throw notConfigured(
        `Speech by Kokoro needs kokoro-js. Install it with: npm install ${module}`,
      );
    }
    const precision = await precisionIn(folder);
    if (!precision) {
      const message =
        'KOKORO_MODEL must be a folder with config.json, tokenizer.json and onnx/*.onnx.';
      throw notConfigured(message);
    }
    child ??= createKokoroChild([module, folder, precision], times);
    return child;
  };

  return {
    status: async () => {
      const found = await findChild().catch(() => undefined);
      // Whoever asks will want to hear something soon.
      found?.load();
      const state = found?.state() ?? 'failed';
      if (state === 'failed') return { available: false, state: 'offline', voices };
      return { available: true, state: state === 'ready' ? 'ready' : 'loading', voices };
    },
    speak: async (request) => {
      checkedVoice(request);
      const { signal } = request;
      signal.throwIfAborted();
      const found = await findChild();
      return inTurn(signal, () => speakAll(found, request));
    },
    close: async () => {
      await child?.close();
    },
  };
};
