/** Traits as NFTs carry them: a list of names and values. */
export const traitsOf = (values: Readonly<Record<string, string | number | boolean>>) =>
  Object.entries(values).map(([name, value]) => ({ name, value }));
