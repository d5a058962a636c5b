/** For the log: without any secret, in whatever case something has put it. */
export const redacted = (text: string, secrets: readonly string[]): string => {
  // The longest first: one may be the beginning of another.
  const patterns = secrets
    .toSorted((a, b) => b.length - a.length)
    .map((secret) => secret.replace(/[^\w]/g, '\\$&'));
  return patterns.reduce(
    (rest, pattern) => rest.replace(new RegExp(pattern, 'gi'), '[secret]'),
    text,
  );
};
