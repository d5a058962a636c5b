import { usualLettersPerSecond } from './plain-text.ts';

/** A moment in the text: a part, and how far into it, 0–1. Holds for every voice. */
export interface Place {
  readonly part: number;
  readonly fraction: number;
}

/** What a stretch of the whole takes, 0–1. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the parts of a text lie in time. A part that has not been spoken yet is reckoned by its
 * letters and by how fast the others were spoken, so that the whole has a length from the start.
 */
export const createTimeline = (texts: readonly string[]) => {
  const known = new Map<number, number>();
  /** When each part begins and, last, when the whole ends; made anew after something was learnt. */
  let starts: readonly number[] | undefined;

  const secondsPerLetter = (): number => {
    let seconds = 0;
    let letters = 0;
    for (const [index, length] of known) {
      seconds += length;
      letters += texts[index]?.length ?? 0;
    }
    return letters > 0 ? seconds / letters : 1 / usualLettersPerSecond;
  };
  const reckon = (): number[] => {
    const reckoned = secondsPerLetter();
    let sum = 0;
    const ends = texts.map((text, index) => (sum += known.get(index) ?? text.length * reckoned));
    return [0, ...ends];
  };
  const start = (index: number): number => (starts ??= reckon())[index] ?? 0;
  const seconds = (index: number): number => start(index + 1) - start(index);
  const total = (): number => start(texts.length);

  return {
    /** Notes how long a part really is, in seconds. */
    learn: (index: number, length: number): void => {
      known.set(index, length);
      starts = undefined;
    },
    seconds,
    /** When a part begins, in seconds. */
    start,
    total,
    /** Whether every part's length is known. */
    exact: (): boolean => known.size === texts.length,
    /** The place at a moment; beyond the end it is just before the end. */
    placeAt: (moment: number): Place => {
      let rest = Math.max(0, moment);
      for (const [part] of texts.entries()) {
        const length = seconds(part);
        if (rest < length) return { part, fraction: rest / length };
        rest -= length;
      }
      return { part: Math.max(0, texts.length - 1), fraction: 0.999 };
    },
    momentOf: ({ part, fraction }: Place): number => start(part) + fraction * seconds(part),
    /** What has been spoken, neighbours joined. */
    ranges: (): Range[] => {
      const whole = total();
      const ranges: Range[] = [];
      for (const index of [...known.keys()].sort((a, b) => a - b)) {
        const from = start(index) / whole;
        const end = start(index + 1) / whole;
        const before = ranges.at(-1);
        if (before?.end === from) ranges[ranges.length - 1] = { start: before.start, end };
        else ranges.push({ start: from, end });
      }
      return ranges;
    },
  };
};

export type Timeline = ReturnType<typeof createTimeline>;
