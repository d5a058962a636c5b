import { HttpError } from '../../http/problem.ts';
import type { Blobs } from '../files/blobs.ts';
import { inMemory } from '../files/storage.ts';
import { putAppFile, type AppFile } from '../store/app-files.ts';
import { appNamed, firstRecord, insertApp, slugsLike, type AppRecord } from '../store/apps.ts';
import type { Fields, Given } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { freeSlug, slugOf } from './slug.ts';
import type { Templates } from './templates.ts';

export interface Making {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly templates: Templates;
  /** Where the proxy is, for pages that use the elements. */
  readonly endpoint: string;
}

/** What stands in a template's pages for `{{…}}`: the workspace's own, as far as it has it. */
const valuesFor = async ({ store, endpoint }: Making, workspace: string, name: string) => ({
  name,
  endpoint,
  productId: await firstRecord(store, 'products', workspace),
  characterId: await firstRecord(store, 'characters', workspace),
});

/**
 * Puts copies of a template's files, which no app has yet.
 *
 * @returns `undefined` for an unknown template
 */
export const copyTemplate = async (
  making: Making,
  workspace: string,
  { name, templateId }: { readonly name: string; readonly templateId: string },
): Promise<AppFile[] | undefined> => {
  const { templates, blobs } = making;
  const values = await valuesFor(making, workspace, name);
  const files = await templates.files(templateId, values);
  return (
    files &&
    Promise.all(
      files.map(async ({ path, bytes }) => {
        const incoming = inMemory(bytes);
        const { size, sha256 } = incoming;
        return { path, size, sha256, blob: await blobs.put(incoming) };
      }),
    )
  );
};

/**
 * Makes an app under the first free slug of its name. To be called in a transaction.
 *
 * @param wish `domain`: the owner's own, if any; `files`: bytes that have been put for it
 * @throws {HttpError} 409 `conflict` where another app has the domain
 */
export const makeApp = async (
  store: Store,
  blobs: Blobs,
  workspace: string,
  wish: { readonly fields: Fields; readonly domain?: string; readonly files: readonly AppFile[] },
  given: Given = {},
): Promise<AppRecord> => {
  const { fields, domain, files } = wish;
  if (domain !== undefined && (await appNamed(store, 'domain', domain))) {
    throw new HttpError(409, 'conflict', `Another app has the domain ${domain}.`);
  }
  const wanted = slugOf(String(fields['name']));
  const slug = freeSlug(wanted, await slugsLike(store, wanted));
  const app = await insertApp(store, workspace, { fields, slug, domain }, given);
  for (const file of files) {
    await putAppFile(store, app.id, file);
    await blobs.keep(store, file.blob);
  }
  return app;
};
