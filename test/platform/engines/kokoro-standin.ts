// Of the shape of kokoro-js, and with its traps: text beyond what the model takes is left out without a
// word, `stream` never ends, and sound begins and ends anywhere but at zero.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the model takes, and about what a letter comes to. */
const mostPhonemes = 510;
const phonemesPerLetter = 1.3;

export const sampleRate = 24_000;
/** One letter at normal speed. */
export const samplesPerLetter = 1_200;

class RawAudio {
  readonly audio: Float32Array;
  readonly sampling_rate: number;
  constructor(audio: Float32Array, rate: number) {
    this.audio = audio;
    this.sampling_rate = rate;
  }
}

const doAsTold = (text: string): Promise<never> | undefined => {
  if (text.includes('crash')) process.exit(3);
  if (text.includes('hang')) return new Promise(() => undefined);
  if (text.includes('fail')) throw new Error('The model does not like this.');
  return undefined;
};

const pitches: Readonly<Record<string, number>> = { af_heart: 220, am_adam: 110 };

export class KokoroTTS {
  readonly #model: string;
  private constructor(model: string) {
    this.#model = model;
  }

  static async from_pretrained(model: string, options: Record<string, unknown>) {
    const log = (it: unknown) => appendFileSync(join(model, 'log'), `${JSON.stringify(it)}\n`);
    log({ ...options, pid: process.pid, secret: process.env['FAE_SENTINEL'] ?? 'none' });
    const trouble = join(model, 'trouble');
    if (existsSync(trouble)) await doAsTold(readFileSync(trouble, 'utf8'));
    return new KokoroTTS(model);
  }

  async generate(text: string, { voice = 'af_heart', speed = 1 } = {}): Promise<RawAudio> {
    await doAsTold(text);
    const heard = text.slice(0, mostPhonemes / phonemesPerLetter);
    appendFileSync(join(this.#model, 'log'), `${JSON.stringify({ text: heard, voice, speed })}\n`);
    const length = Math.round((heard.length * samplesPerLetter) / speed);
    const pitch = pitches[voice] ?? 165;
    const audio = Float32Array.from(
      { length },
      (_, index) => 0.4 + 0.5 * Math.sin((2 * Math.PI * pitch * index) / sampleRate),
    );
    return new RawAudio(audio, sampleRate);
  }

  async *stream(): AsyncGenerator<never> {
    await new Promise(() => undefined);
  }
}
