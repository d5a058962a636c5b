/** Numbers that look random and are the same in every build. */
export interface Random {
  /** From `low` up to `high`. */
  between(low: number, high: number): number;
  /** About `centre`, at most `spread` away. */
  near(centre: number, spread: number): number;
}

/** Tommy Ettinger's mulberry32. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + next() * (high - low);
  return { between, near: (centre, spread) => between(centre - spread, centre + spread) };
};

/** `0 … count - 1`, for drawing things in rows. */
export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
