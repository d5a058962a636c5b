import { HttpError } from '../../http/problem.ts';
import { foreignModel, ownModel } from '../model-content.ts';
import { insertModel, isModelFile, listModels } from '../store/models.ts';
import { deleteRecord, findRecord, updateRecord, type Fields } from '../store/records.ts';
import { transact } from '../store/store.ts';
import type { Handlers } from './handler.ts';
import { invalid, notFound } from './refusals.ts';
import type { Services } from './services.ts';

const urlOf = (model: Fields): string => (typeof model['url'] === 'string' ? model['url'] : '');

export const modelHandlers = (services: Services): Handlers['models'] => {
  const { store, files, settings } = services;

  /** The file of ours that a URL names, if it is this workspace's. */
  const ownFile = async (workspace: string, url: string) => {
    const id = files.idIn(url);
    const file = id === undefined ? undefined : await files.find(id);
    return file?.workspace === workspace ? file : undefined;
  };

  return {
    list: ({ workspace }) => listModels(store, workspace),

    register: ({ workspace, body }) => insertModel(store, workspace, body),

    update: ({ workspace, params, body }) =>
      transact(store, async (inner) => {
        const before = await findRecord(inner, 'models', workspace, params.id);
        if (!before) throw notFound('model');
        const { url = urlOf(before) } = body as Fields;
        if (url !== urlOf(before)) {
          throw invalid('"url" cannot be changed: register the other file as a new record.');
        }
        return JSON.stringify(await updateRecord(inner, 'models', workspace, params.id, body));
      }),

    delete: async ({ workspace, params }) => {
      const model = await findRecord(store, 'models', workspace, params.id);
      if (!model || !(await deleteRecord(store, 'models', workspace, params.id))) {
        throw notFound('model');
      }
      const file = await ownFile(workspace, urlOf(model));
      // The bytes stay while another record is of the same file.
      const isLast = file && !(await isModelFile(store, workspace, files.urlStart(file)));
      const freed = isLast ? await files.remove(file) : 0;
      return JSON.stringify({ success: true, freed });
    },

    content: async ({ workspace, params, request }) => {
      const model = await findRecord(store, 'models', workspace, params.id);
      if (!model) throw notFound('model');
      const url = urlOf(model);
      const file = await ownFile(workspace, url);
      if (file) return ownModel(files, file, request);
      if (files.idIn(url) !== undefined) throw notFound('file');
      const { host } = new URL(url);
      if (!settings.mediaHosts.has(host)) {
        throw new HttpError(
          403,
          'forbidden',
          `Files on ${host} are not streamed from here: FAE_MEDIA_HOSTS does not name it.`,
        );
      }
      return foreignModel(services.outbound, new URL(url), request);
    },
  };
};
