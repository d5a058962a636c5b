/**
 * The same day and time of day so many months later, in UTC; the last day of a month that has no such
 * day.
 */
export const monthsAfter = (time: number, months: number): number => {
  const from = new Date(time);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(from.getUTCDate(), lastDay);
  const timeOfDay = time - Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate());
  return Date.UTC(year, month, day) + timeOfDay;
};

/**
 * When the period ends that begins then.
 *
 * @param anchor the beginning of the first one: who began on a 31st pays on the 28th of February, and
 * on the 31st of March again
 */
export const periodEndOf = (anchor: number, periodStart: number): number => {
  const [first, start] = [new Date(anchor), new Date(periodStart)];
  const years = start.getUTCFullYear() - first.getUTCFullYear();
  return monthsAfter(anchor, years * 12 + start.getUTCMonth() - first.getUTCMonth() + 1);
};

/** Whole seconds: that is how billing counts, and how the API tells times. */
export const wholeSeconds = (time: number): number => Math.floor(time / 1000) * 1000;
