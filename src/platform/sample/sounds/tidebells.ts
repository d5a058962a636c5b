import { wavFile } from '../../engines/wav.ts';

const sampleRate = 16_000;
const seconds = 5;

interface Strike {
  /** In seconds from the beginning. */
  readonly at: number;
  /** The bell's strike note, in hertz. */
  readonly note: number;
  readonly loud: number;
}

/** What a bell sounds of: parts of its note, how loud each is, and how long it lasts in seconds. */
const partials: readonly (readonly [ratio: number, level: number, lasts: number])[] = [
  [0.5, 0.5, 2.6],
  [1, 1, 1.7],
  [1.19, 0.55, 1.2],
  [1.5, 0.4, 0.9],
  [2, 0.6, 0.8],
  [2.67, 0.22, 0.45],
  [3.01, 0.16, 0.3],
];

/** Eight o'clock, low water: a falling phrase and its answer. */
const phrase: readonly Strike[] = [
  { at: 0.05, note: 784, loud: 0.8 },
  { at: 0.65, note: 659.3, loud: 0.7 },
  { at: 1.25, note: 587.3, loud: 0.75 },
  { at: 1.85, note: 392, loud: 0.9 },
  { at: 2.75, note: 440, loud: 0.55 },
  { at: 3.2, note: 523.3, loud: 0.6 },
];

const attack = 0.004;

const bell = ({ at, note, loud }: Strike, time: number): number => {
  const since = time - at;
  if (since < 0) return 0;
  const begin = Math.min(1, since / attack);
  return partials.reduce(
    (sum, [ratio, level, lasts]) =>
      sum +
      loud *
        level *
        begin *
        Math.exp(-since / lasts) *
        Math.sin(2 * Math.PI * note * ratio * since),
    0,
  );
};

/** The tidebells of the observatory, as a WAV file. */
export const tidebells = (): Uint8Array<ArrayBuffer> => {
  const samples = new Int16Array(sampleRate * seconds);
  for (let index = 0; index < samples.length; index += 1) {
    const time = index / sampleRate;
    const end = Math.min(1, (seconds - time) / 0.6);
    const sum = phrase.reduce((total, strike) => total + bell(strike, time), 0);
    samples[index] = Math.round(Math.tanh(sum * 0.32) * end * 30_000);
  }
  return wavFile(samples, sampleRate);
};
