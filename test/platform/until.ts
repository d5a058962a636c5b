import { setTimeout as pause } from 'node:timers/promises';

/** Waits until the condition gives something, looking again as often as leaves others some time. */
export const until = async <T>(
  condition: () => T | Promise<T>,
  milliseconds = 20_000,
): Promise<NonNullable<T>> => {
  const end = performance.now() + milliseconds;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > end) throw new Error(`waited in vain for: ${condition.toString()}`);
    await pause(5);
  }
};
