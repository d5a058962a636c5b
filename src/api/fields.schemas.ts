import * as v from 'valibot';

/** A MongoDB ObjectId, as FAE's identifiers are: 24 hexadecimal digits. */
export const objectId = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{24}$/i, 'must be 24 hexadecimal digits'),
);

const recordIdPattern = /^[0-9a-f]{24}$/i;

/**
 * The id of the record that a request is about, where it stands in the body. Like one in the path,
 * a malformed one is not an invalid request but the id of nothing: 404.
 */
export const recordId = v.pipe(v.string(), v.regex(recordIdPattern, 'is the id of nothing'));

/** Whether what is wrong is that a `recordId` is malformed. */
export const isUnknownId = (issue: v.BaseIssue<unknown>): boolean =>
  issue.requirement === recordIdPattern;

export const nonEmpty = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'));

export const params = { id: v.object({ id: objectId }) };

export const success = v.object({ success: v.literal(true) });

/** Identity and times that the server gives every record. */
export const recordFields = {
  id: v.string(),
  createdAt: v.optional(v.string()),
  updatedAt: v.optional(v.string()),
};

/**
 * A body of which only some fields are described; the others are kept as they are. The record's
 * identity and times are the server's.
 */
export const open = <E extends v.ObjectEntries>(entries: E) => v.looseObject(entries);
