import { HttpError } from '../../http/problem.ts';
import { foreignModel, ownModel } from '../model-content.ts';
import { findMedium } from '../store/media.ts';
import type { Handlers } from './handler.ts';
import { mediaHandlers, ownFile, urlOf } from './media.ts';
import { notFound } from './refusals.ts';
import type { Services } from './services.ts';

/** Models are media; and a page can read their bytes through here, wherever they lie. */
export const modelHandlers = (services: Services): Handlers['models'] => {
  const { store, files, settings } = services;

  return {
    ...mediaHandlers(services, 'models'),

    content: async ({ workspace, params, request }) => {
      const model = await findMedium(store, 'models', workspace, params.id);
      if (!model) throw notFound('model');
      const url = urlOf(model);
      const file = await ownFile(services, store, workspace, url);
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
