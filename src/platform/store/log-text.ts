/** In UTF-16 units. */
const longest = 2_000;

/** A line of a log as a database takes it: PostgreSQL's text has no NUL, UTF-8 no half characters. */
export const logText = (message: string): string => {
  const text = message.replaceAll('\0', '').toWellFormed();
  return text.length > longest ? `${text.slice(0, longest - 1).toWellFormed()}…` : text;
};
