/**
 * Joins recordings one after the other, without the click of two ends that do not meet: where one goes
 * over into the next they are faded into each other, and the whole begins and ends in silence.
 *
 * @param overlap how long they overlap, in samples; at most half of the shorter one
 */
export const joinSamples = (
  recordings: readonly Int16Array[],
  overlap: number,
): Int16Array<ArrayBuffer> => {
  const parts = recordings.filter(({ length }) => length > 0);
  const overlaps = parts.map(({ length }, index) => {
    const before = parts[index - 1];
    return before ? Math.min(overlap, length >> 1, before.length >> 1) : 0;
  });
  const total = parts.reduce((sum, { length }, index) => sum + length - (overlaps[index] ?? 0), 0);
  const joined = new Int16Array(total);
  let end = 0;
  for (const [index, part] of parts.entries()) {
    const shared = overlaps[index] ?? 0;
    const start = end - shared;
    const before = joined.slice(start, end);
    joined.set(part, start);
    for (const [place, sample] of before.entries()) {
      const share = (place + 1) / (shared + 1);
      joined[start + place] = Math.round(sample * (1 - share) + (part[place] ?? 0) * share);
    }
    end = start + part.length;
  }
  fadeEnds(joined, Math.min(overlap, total >> 1));
  return joined;
};

const fadeEnds = (samples: Int16Array, length: number): void => {
  const { length: total } = samples;
  for (let place = 0; place < length; place += 1) {
    for (const index of [place, total - 1 - place]) {
      samples[index] = Math.round(((samples[index] ?? 0) * place) / length);
    }
  }
};

/** Samples from -1 to 1 as 16-bit ones; what is louder is clipped, what is no number is silent. */
export const to16Bit = (samples: Float32Array): Int16Array<ArrayBuffer> =>
  Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767) || 0);
