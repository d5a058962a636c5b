import { jsonLines, type LogEvent } from '../http/log.ts';

const mostHints = 1_000;

/** Only what the owner has to act upon, and each piece of advice once: anybody can cause it again. */
export const consoleLog = (): ((event: LogEvent) => void) => {
  const write = jsonLines((line) => console.warn(line));
  // Whoever is refused a thousand times must not silence what fails after that.
  const given = { refusals: new Set<unknown>(), failures: new Set<unknown>() };
  return (event) => {
    const { hint, status } = event;
    if (hint === undefined) {
      if (Number(status) >= 500) write(event);
      return;
    }
    const hints = given[Number(status) < 500 ? 'refusals' : 'failures'];
    if (hints.has(hint) || hints.size >= mostHints) return;
    hints.add(hint);
    write(event);
  };
};
