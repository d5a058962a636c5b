import { jsonLines, type LogEvent } from '../http/log.ts';

const mostHints = 1_000;

/** Only what the owner has to act upon, and each piece of advice once: anybody can cause it again. */
export const consoleLog = (): ((event: LogEvent) => void) => {
  const write = jsonLines((line) => console.warn(line));
  const given = new Set<unknown>();
  return (event) => {
    const { hint, status } = event;
    if (hint === undefined) {
      if (Number(status) >= 500) write(event);
    } else if (!given.has(hint) && given.size < mostHints) {
      given.add(hint);
      write(event);
    }
  };
};
