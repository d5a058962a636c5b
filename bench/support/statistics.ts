/** The value below which a share of the values lies; `NaN` without values. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/** What lies between the smallest and the largest value. */
export const range = (values: readonly number[]): { readonly low: number; readonly high: number } => ({
  low: quantile(values, 0),
  high: quantile(values, 1),
});

/**
 * How much the second third of a row of samples is above its first, as a share of it: what grows
 * without end shows, a single high value does not.
 */
export const growth = (samples: readonly number[]): number => {
  const third = Math.max(1, Math.floor(samples.length / 3));
  const early = median(samples.slice(third, 2 * third));
  return median(samples.slice(-third)) / early - 1;
};
