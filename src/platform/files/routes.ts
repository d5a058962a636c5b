import { HttpError } from '../../http/problem.ts';
import type { App } from '../app.ts';
import type { Files, StoredFile } from './files.ts';
import { isShown } from './media-type.ts';

/**
 * Public files are whatever somebody uploaded, so a page opened from here gets no script, no
 * storage and no network. An SVG image keeps its own styles.
 */
const always = {
  'Cache-Control': 'public, max-age=31536000, immutable',
  'Content-Security-Policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
  'X-Content-Type-Options': 'nosniff',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Accept-Ranges, Content-Length, Content-Range, ETag',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/** As RFC 8187 wants it, which allows fewer characters than `encodeURIComponent` leaves alone. */
const encodedName = (name: string): string =>
  encodeURIComponent(name).replace(
    /['()*]/g,
    (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const disposition = (file: StoredFile): string =>
  isShown(file.type) ? 'inline' : `attachment; filename*=UTF-8''${encodedName(file.name)}`;

const preflight = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, HEAD',
  'Access-Control-Allow-Headers': 'Range, If-Range, If-None-Match',
  'Access-Control-Max-Age': '86400',
};

const noFile = (): HttpError => new HttpError(404, 'not_found', 'There is no such file.');

/** `/files/{id}/{name}`. The name is there for people; only the id is looked up. */
export const addFileRoutes = (app: App, files: Files): void => {
  app.get('/files/:id{[0-9a-f]{32}}/:name', async (context) => {
    const file = await files.find(context.req.param('id'));
    if (!file) throw noFile();
    const answer = await files.respond(context.req.raw, file, {
      ...always,
      'Content-Disposition': disposition(file),
    });
    if (!answer) throw noFile();
    return answer;
  });
  app.options('/files/*', () => new Response(null, { status: 204, headers: preflight }));
};
