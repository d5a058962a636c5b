import { appsSchemas } from '../../api/fae/apps.schemas.ts';
import { HttpError } from '../../http/problem.ts';
import { checkWorkspace } from '../access.ts';
import { copyTemplate, makeApp } from '../apps/new-app.ts';
import { formFields } from '../files/form-fields.ts';
import { withForm, type Form } from '../files/form.ts';
import type { Upload } from '../files/receive.ts';
import type { UploadLimits } from '../files/upload-limits.ts';
import { appUsage, findAppFile, listAppFiles, putAppFile } from '../store/app-files.ts';
import { findApp, listApps, type AppRecord } from '../store/apps.ts';
import { transact, type Store } from '../store/store.ts';
import type { Handlers } from './handler.ts';
import { invalid, notFound } from './refusals.ts';
import type { Services } from './services.ts';

/** Without a name of its own, a file keeps the one that the form gives it. */
const named = ({ fields, files }: Form): Form => ({
  files,
  fields: new Map([
    ...fields,
    ['filename', fields.get('filename') || (files.get('file')?.name ?? '')],
  ]),
});

const tooLarge = (message: string): HttpError => new HttpError(413, 'too_large', message);

/** Makes sure that there is room in an app for one more file, beside what it takes the place of. */
const checkRoom = async (
  store: Store,
  app: string,
  { path, size }: { readonly path: string; readonly size: number },
  limits: UploadLimits,
): Promise<void> => {
  const before = await findAppFile(store, app, path);
  const { files, bytes } = await appUsage(store, app);
  if (!before && files >= limits.appFiles) {
    throw tooLarge(`An app has at most ${limits.appFiles.toLocaleString('en')} files.`);
  }
  if (bytes - (before?.size ?? 0) + size > limits.app) {
    throw tooLarge(
      `An app's files have at most ${limits.app.toLocaleString('en')} bytes together.`,
    );
  }
};

export const appHandlers = (services: Services): Handlers['apps'] => {
  const { store, blobs, uploads, apps } = services;
  const { addresses, templates } = apps;

  const answerOf = ({ fields, slug, domain = addresses.domainOf(slug) }: AppRecord) => ({
    ...fields,
    slug,
    url: addresses.urlOf(slug),
    ...(domain !== undefined && { domain }),
  });

  /** Puts the bytes, and then makes them the app's file of this path. */
  const keep = async (app: string, path: string, upload: Upload): Promise<void> => {
    const { size, sha256 } = upload;
    const blob = await blobs.put(upload);
    try {
      const before = await transact(store, async (inner) => {
        await checkRoom(inner, app, { path, size }, uploads.limits);
        const replaced = await findAppFile(inner, app, path);
        await putAppFile(inner, app, { path, blob, size, sha256 });
        await blobs.keep(inner, blob);
        if (replaced) await blobs.drop(inner, replaced.blob);
        return replaced;
      });
      if (before) await blobs.erase(before.blob);
    } catch (error) {
      await blobs.erase(blob);
      throw error;
    }
  };

  return {
    list: async ({ workspace }) => JSON.stringify((await listApps(store, workspace)).map(answerOf)),

    templates: async () =>
      JSON.stringify(
        templates.list.map((it) => ({
          ...it,
          thumbnail: `${services.settings.publicUrl}/templates/${it.id}/thumbnail.svg`,
        })),
      ),

    create: async ({ workspace, body }) => {
      const { domain, ...fields } = body;
      const { name, templateId } = fields;
      if (domain !== undefined && !addresses.isFree(domain)) {
        throw invalid(`"domain" must be a host of your own: ${domain} belongs to this server.`);
      }
      const files =
        templateId === undefined
          ? []
          : await copyTemplate({ store, blobs, ...apps }, workspace, { name, templateId });
      if (!files) throw invalid(`"templateId" names no template: ${templateId}.`);
      try {
        const wish = { fields, files, ...(domain !== undefined && { domain }) };
        const app = await transact(store, (inner) => makeApp(inner, blobs, workspace, wish));
        return JSON.stringify(answerOf(app));
      } catch (error) {
        for (const { blob } of files) await blobs.erase(blob);
        throw error;
      }
    },

    files: async ({ workspace, params }) => {
      const app = await findApp(store, workspace, params.id);
      if (!app) throw notFound('app');
      const files = await listAppFiles(store, app.id);
      return JSON.stringify(files.map(({ path }) => path).sort());
    },

    upload: async ({ workspace, params, request }) => {
      const app = await findApp(store, workspace, params.id);
      if (!app) throw notFound('app');
      const { folder, limits } = uploads;
      return withForm(request, { folder, limit: limits.appFile }, async (form) => {
        checkWorkspace(workspace, 'workspace', form.fields.get('workspace'));
        const { file, filename = '' } = formFields(appsSchemas.upload.body, named(form));
        await keep(app.id, filename, file);
        const path = filename.split('/').map(encodeURIComponent).join('/');
        const url = addresses.urlOf(app.slug) + path;
        return JSON.stringify({ path: filename, size: file.size, url });
      });
    },
  };
};
