import * as v from 'valibot';

/** Fleek's identifiers. */
export const uuid = v.pipe(v.string(), v.uuid('must be a UUID'));

export const agentParams = v.object({ agentId: uuid });

/** Where a list goes on: what the page before has said, as it is. */
export const cursor = v.pipe(v.string(), v.nonEmpty(), v.maxLength(500));

const size = v.pipe(
  v.union([v.number(), v.string()]),
  v.transform(Number),
  v.number('must be a whole number'),
  v.integer('must be a whole number'),
  v.minValue(1, 'must be at least 1'),
  v.maxValue(100, 'must be at most 100'),
);

/** `size` is 25 unless given. */
export const pageQuery = v.object({ size: v.optional(size), cursor: v.optional(cursor) });

/** A page after it has been straightened: the three ways of paging have become one. */
export const page = <T extends v.GenericSchema>(item: T) =>
  v.object({ data: v.array(item), next: v.optional(cursor), previous: v.optional(cursor) });
