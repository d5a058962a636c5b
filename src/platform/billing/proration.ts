/** What a change in the middle of a period makes of its price. */
export interface Proration {
  /** What was paid for the rest of the period, to be given back; not positive. */
  readonly unused: number;
  /** What the rest of the period costs from now on. */
  readonly remaining: number;
}

interface Period {
  readonly periodStart: number;
  readonly periodEnd: number;
}

/** `-0` is no amount. */
const cents = (amount: number): number => Math.round(amount) || 0;

/**
 * Prorates to the second, each line rounded for itself, as Stripe does.
 *
 * @param before what the whole period costs as it is, in minor units
 * @param after what it would cost as it is to be
 */
export const prorate = (
  { periodStart, periodEnd }: Period,
  at: number,
  before: number,
  after: number,
): Proration => {
  const [left, whole] = [(periodEnd - at) / 1000, (periodEnd - periodStart) / 1000];
  const restOf = (amount: number) => cents((amount * left) / whole);
  return { unused: cents(-restOf(before)), remaining: restOf(after) };
};
