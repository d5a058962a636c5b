/** A JSON object by its fields. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** More levels than any character has; fewer than what follows every level could not take. */
const deepest = 32;
/** As many as no character has, and as can be looked through at once. */
const mostValues = 50_000;

/** An array has no `__proto__`, and may have a million items. */
const partsOf = (value: object): unknown[] => (Array.isArray(value) ? value : Object.values(value));

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** What makes it dangerous to work with a value; `undefined` where nothing does. */
const hostilityOf = (value: unknown): string | undefined => {
  let level = [value].filter(isObject);
  let count = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return `is nested deeper than ${String(deepest)} levels`;
    const next: object[] = [];
    for (const object of level) {
      // Copied by assignment, it would become the copy's prototype.
      if (Object.hasOwn(object, '__proto__')) return 'must not have a "__proto__"';
      const parts = partsOf(object);
      count += parts.length;
      if (count > mostValues) return `has more than ${mostValues.toLocaleString('en')} values`;
      next.push(...parts.filter(isObject));
    }
    level = next;
  }
  return undefined;
};

/**
 * Reads a JSON object that anybody may have written.
 *
 * @returns what is wrong, where it is none, too deep or too large to be worked with, and for `__proto__`
 * in it
 */
export const readJsonObject = (
  text: string,
): { readonly value: JsonObject } | { readonly problem: string } => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'is not valid JSON' };
  }
  if (!isJsonObject(value)) return { problem: 'must be a JSON object' };
  const problem = hostilityOf(value);
  return problem === undefined ? { value } : { problem };
};
