import { HttpError } from '../../http/problem.ts';
import { insertOpenRecord, listOpenRecords, type OpenResource } from '../store/open-records.ts';
import { deleteRecord, updateRecord, type Fields } from '../store/records.ts';
import { transact } from '../store/store.ts';
import type { One, Place } from './place.ts';
import { notFound, success } from './refusals.ts';
import type { Services } from './services.ts';

/** A record can grow by many changes, each of which is small. */
const bounded = (what: string, text: string, limit: number): string => {
  if (Buffer.byteLength(text) <= limit) return text;
  const most = limit.toLocaleString('en');
  throw new HttpError(413, 'too_large', `The ${what} is larger than ${most} bytes.`);
};

/**
 * Handlers for records of which every field is kept as it is.
 *
 * @param what the record's name in refusals: `story`
 * @param limit how large it may be, in bytes of JSON
 */
export const openRecordHandlers = (
  { store }: Pick<Services, 'store'>,
  table: OpenResource,
  { what, limit }: { readonly what: string; readonly limit: number },
) => ({
  list: ({ workspace }: Place): Promise<string> => listOpenRecords(store, table, workspace),

  create: ({ workspace, body }: Place & { readonly body: Fields }): Promise<string> =>
    transact(store, async (inner) =>
      bounded(what, await insertOpenRecord(inner, table, workspace, body), limit),
    ),

  update: ({ workspace, params, body }: One & { readonly body: Fields }): Promise<string> =>
    transact(store, async (inner) => {
      const record = await updateRecord(inner, table, workspace, params.id, body);
      if (!record) throw notFound(what);
      return bounded(what, JSON.stringify(record), limit);
    }),

  delete: async ({ workspace, params }: One): Promise<string> => {
    const found = await transact(store, (inner) =>
      deleteRecord(inner, table, workspace, params.id),
    );
    if (!found) throw notFound(what);
    return success;
  },
});
