export type LogEvent = Readonly<Record<string, unknown>>;

/** A visitor's text for a log: short, and without what a terminal could take for a command. */
export const printable = (text: string): string => text.slice(0, 200).replace(/[^\x20-\x7e]/g, '?');

/** Writes each event as one line of JSON. */
export const jsonLines =
  (write: (line: string) => void) =>
  (event: LogEvent): void => {
    write(JSON.stringify(event));
  };

/** A log that cannot fail the request it reports on. */
export const unfailing =
  (log: (event: LogEvent) => void) =>
  (event: LogEvent): void => {
    try {
      log(event);
    } catch {
      // Nobody is left to tell: the log itself is what broke.
    }
  };
