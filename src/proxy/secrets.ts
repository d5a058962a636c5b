/** An upstream that repeats what it was sent would give the key away. */
export const quotesSecret = (text: string, secrets: readonly string[]): boolean =>
  secrets.some(
    (secret) => text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1)),
  );

/** How many letters at the end of a text may be the beginning of a secret whose rest is to come. */
export const mayBecomeSecret = (text: string, secrets: readonly string[]): number => {
  const longest = Math.max(0, ...secrets.map(({ length }) => length - 1));
  for (let count = Math.min(longest, text.length); count > 0; count -= 1) {
    const end = text.slice(-count);
    if (secrets.some((secret) => secret.startsWith(end))) return count;
  }
  return 0;
};
