/**
 * Straightening: an upstream's answer is taken as it comes, and every known field is either of its
 * type or absent. Pure functions, no schema library, so that elements can carry them.
 */
export type Read<T> = (value: unknown) => T | undefined;

export const text: Read<string> = (value) => (typeof value === 'string' ? value : undefined);

export const number: Read<number> = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** Also `"true"` and `"false"`: Fleek's status and Moralis' spam flag are strings. */
export const flag: Read<boolean> = (value) => {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
};

export const object: Read<Record<string, unknown>> = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;

/** Only those of the fields that are there. */
export const known = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** An array, bare as FAE answers or as `data` of a page as Fleek does; bad items are left out. */
export const list =
  <T>(item: Read<T>): Read<T[]> =>
  (value) => {
    const items = Array.isArray(value) ? value : object(value)?.['data'];
    if (!Array.isArray(items)) return undefined;
    return items.map(item).filter((entry) => entry !== undefined);
  };

/**
 * A record: its `id` (FAE also says `_id`), each field of the table read or left out, and what the
 * table does not name as it is. A field may have other names that upstreams use for it.
 */
export const record =
  (table: Readonly<Record<string, Read<unknown> | readonly [Read<unknown>, ...string[]]>>) =>
  (value: unknown): (Record<string, unknown> & { id: string }) | undefined => {
    const source = object(value);
    const id = text(source?.['id']) ?? text(source?.['_id']);
    if (!source || !id) return undefined;
    const result: Record<string, unknown> & { id: string } = { ...source, id };
    for (const [name, entry] of Object.entries(table)) {
      const [read, ...others] = typeof entry === 'function' ? [entry] : entry;
      const found = [name, ...others]
        .map((key) => read(source[key]))
        .find((it) => it !== undefined);
      if (found === undefined) delete result[name];
      else result[name] = found;
    }
    return result;
  };
