/** What is left of a value after a trip through JSON. */
export const throughJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value)) as unknown;
