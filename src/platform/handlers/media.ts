import { mediaSchemas } from '../../api/fae/media.schemas.ts';
import { HttpError } from '../../http/problem.ts';
import { checkWorkspace } from '../access.ts';
import type { StoredFile } from '../files/files.ts';
import { formFields } from '../files/form-fields.ts';
import { withForm } from '../files/form.ts';
import { mediaTypes } from '../files/media-kinds.ts';
import { isFileInUse } from '../store/file-uses.ts';
import { deleteMedium, findMedium, insertMedium, listMedia, updateMedium } from '../store/media.ts';
import type { Fields } from '../store/records.ts';
import { transact, type Store } from '../store/store.ts';
import type { MediaKind } from '../store/tables/content.ts';
import type { One, Place } from './place.ts';
import { invalid, notFound } from './refusals.ts';
import type { Services } from './services.ts';

export const urlOf = (medium: Fields): string =>
  typeof medium['url'] === 'string' ? medium['url'] : '';

/** The file of ours that a URL names, if it is this workspace's. */
export const ownFile = async (
  { files }: Pick<Services, 'files'>,
  store: Store,
  workspace: string,
  url: string,
): Promise<StoredFile | undefined> => {
  const id = files.idIn(url);
  const file = id === undefined ? undefined : await files.find(id, store);
  return file?.workspace === workspace ? file : undefined;
};

/** Of a file of ours it is known what it is, whatever is said about it. */
const known = (file: StoredFile | undefined): Fields =>
  file ? { size: file.size, mimeType: file.type } : {};

/** What one record of the type is called in refusals: `image`. */
const nameOf = (kind: MediaKind): string => kind.replace(/s$/, '');

/** The handlers of one of the five types of media, which are all alike. */
export const mediaHandlers = (services: Services, kind: MediaKind) => {
  const { store, files, uploads } = services;
  const name = nameOf(kind);

  return {
    list: ({ workspace }: Place): Promise<string> => listMedia(store, kind, workspace),

    register: ({ workspace, body }: Place & { body: Fields & { url: string } }): Promise<string> =>
      transact(store, async (inner) => {
        const file = await ownFile(services, inner, workspace, body.url);
        return insertMedium(inner, kind, workspace, { ...body, ...known(file) });
      }),

    upload: ({ workspace, request }: Place & { request: Request }): Promise<string> =>
      withForm(request, { folder: uploads.folder, limit: uploads.limits.media }, async (form) => {
        checkWorkspace(workspace, 'workspace', form.fields.get('workspace'));
        const { file: upload, name: given } = formFields(mediaSchemas.upload.body, form);
        const { accepts, wanted } = mediaTypes[kind];
        if (!accepts(upload.type)) {
          throw new HttpError(415, 'unsupported_media_type', `The file must be ${wanted}.`);
        }
        const title = given ?? (upload.name || name);
        return files.put(workspace, title, upload, (inner, file) => {
          const fields = { name: title, url: files.urlOf(file), ...known(file) };
          return insertMedium(inner, kind, workspace, fields);
        });
      }),

    update: ({ workspace, params, body }: One & { body: Fields }): Promise<string> =>
      transact(store, async (inner) => {
        const before = await findMedium(inner, kind, workspace, params.id);
        if (!before) throw notFound(name);
        const { url = urlOf(before) } = body;
        if (url !== urlOf(before)) {
          throw invalid('"url" cannot be changed: register the other file as a new record.');
        }
        return JSON.stringify(await updateMedium(inner, kind, workspace, params.id, body));
      }),

    delete: async ({ workspace, params }: One): Promise<string> => {
      const freed = await transact(store, async (inner) => {
        const medium = await findMedium(inner, kind, workspace, params.id);
        if (!medium) throw notFound(name);
        await deleteMedium(inner, kind, workspace, params.id);
        const file = await ownFile(services, inner, workspace, urlOf(medium));
        // The bytes stay while another record shows the same file.
        if (!file || (await isFileInUse(inner, workspace, file.id))) return undefined;
        await files.forget(inner, file);
        return file;
      });
      return JSON.stringify({ success: true, freed: freed ? await files.erase(freed) : 0 });
    },
  };
};
