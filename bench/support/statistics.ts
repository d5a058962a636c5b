/** The value below which a share of the values lies; `NaN` without values. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

export const mean = (values: readonly number[]): number => sum(values) / values.length;

/** From the smallest to the largest value. */
export const range = (values: readonly number[]): readonly [low: number, high: number] => [
  quantile(values, 0),
  quantile(values, 1),
];

/**
 * By which share a row of samples has grown from its second third to its last: warming up is left
 * out, a single high value does not count, what grows without end shows.
 */
export const growth = (samples: readonly number[]): number => {
  const third = Math.max(1, Math.floor(samples.length / 3));
  return median(samples.slice(-third)) / median(samples.slice(third, 2 * third)) - 1;
};
