/** One line of JSON for each event on standard output; standard error keeps problems for people. */
export const logLine = (event: Readonly<Record<string, unknown>>): void => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`);
};
