import type { NamedOperation } from '../api/operations.ts';

type Fields = Readonly<Record<string, unknown>>;
type View = NonNullable<NamedOperation['visitor']>;
type Inner = NonNullable<View['seesWithin']>[string];

export const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * An address that a page may lead to, as it was understood: nobody after us reads another one out of the
 * same text. What runs, what is no address of the web and what carries a password is none.
 */
const webAddress = (value: unknown): string | undefined => {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return undefined;
  return url.href;
};

type Entry = readonly [name: string, value: unknown];

const pickFields = (record: Fields, names: readonly string[]): Entry[] =>
  names.filter((name) => Object.hasOwn(record, name)).map((name) => [name, record[name]]);

const cutInner = (value: unknown, { sees, links = [] }: Inner): Fields[] =>
  (Array.isArray(value) ? value : []).filter(isRecord).map((record): Fields => {
    const seen = pickFields(record, sees).map(([name, it]): Entry => [
      name,
      links.includes(name) ? webAddress(it) : it,
    ]);
    return Object.fromEntries(seen.filter(([, it]) => it !== undefined));
  });

const cutRecord = (record: Fields, { sees, seesIf, seesWithin }: View): Fields => {
  const seen = pickFields(record, sees).filter(([field]) => {
    const condition = seesIf?.[field];
    return condition === undefined || record[condition] === true;
  });
  return Object.fromEntries(
    seen.map(([field, value]) => {
      const inner = seesWithin?.[field];
      return [field, inner ? cutInner(value, inner) : value];
    }),
  );
};

/** An answer cut to what visitors may see; operators get theirs whole. */
export const seenOf = (value: unknown, { audience, visitor }: NamedOperation): unknown => {
  if (audience === 'operator' || !visitor) return value;
  if (Array.isArray(value)) return value.filter(isRecord).map((it) => cutRecord(it, visitor));
  return isRecord(value) ? cutRecord(value, visitor) : undefined;
};
