import * as v from 'valibot';

/** A MongoDB ObjectId, as FAE's identifiers are: 24 hexadecimal digits. */
export const objectId = v.pipe(
  v.string(),
  v.regex(/^[0-9a-fA-F]{24}$/, 'must be 24 hexadecimal digits'),
);

const recordIdPattern = /^[0-9a-fA-F]{24}$/;

/**
 * The id of the record that a request is about, where it stands in the body. Like one in the path,
 * a malformed one is not an invalid request but the id of nothing: 404.
 */
export const recordId = v.pipe(v.string(), v.regex(recordIdPattern, 'is the id of nothing'));

/** Whether what is wrong is that a `recordId` is malformed. */
export const isUnknownId = (issue: v.BaseIssue<unknown>): boolean =>
  issue.requirement === recordIdPattern;

const localhost = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a text is an `https:` URL, or an `http:` one on this machine; no credentials in it. */
export const isSafeUrl = (text: string): boolean => {
  const url = URL.parse(text);
  if (!url || url.username || url.password) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && localhost.has(url.hostname));
};

export const nonEmpty = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'));

/** Metadata of a field that the document of the API does not know. */
export const ours = { 'x-extension': true } as const;

/** A person's address, as accounts are found by it. */
export const email = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.maxLength(320), v.email());

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

/** A file of a form: whole, or as a stream where it is too large to be held in memory. */
export const upload = v.custom<Blob | ReadableStream<Uint8Array>>(
  (value) => value instanceof Blob || value instanceof ReadableStream,
  'must be a file',
);
