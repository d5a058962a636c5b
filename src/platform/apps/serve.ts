import { getMimeType } from 'hono/utils/mime';
import { HttpError } from '../../http/problem.ts';
import type { Blobs } from '../files/blobs.ts';
import { findAppFile, type AppFile } from '../store/app-files.ts';
import type { ServedApp } from '../store/apps.ts';
import type { Store } from '../store/store.ts';
import { notFoundPage } from './not-found-page.ts';

/** Where on an address an app is: what comes before its own paths. */
export interface Mount {
  /** `/`, or `/apps/my-app/`. */
  readonly base: string;
  /** Below our own host an app shares our origin, so it runs in an origin of its own making. */
  readonly sandboxed: boolean;
}

const headersFor = ({ sandboxed }: Mount): Record<string, string> => ({
  // Another upload may replace it at any time; asking again costs an empty answer.
  'Cache-Control': 'no-cache',
  'X-Content-Type-Options': 'nosniff',
  ...(sandboxed && { 'Content-Security-Policy': 'sandbox allow-scripts allow-forms' }),
});

/** The path below the app; `undefined` for what no file can be called. */
const decoded = (pathname: string, base: string): string | undefined => {
  try {
    const path = decodeURIComponent(pathname.slice(base.length));
    return path.endsWith('/') || path === '' ? `${path}index.html` : path;
  } catch {
    return undefined;
  }
};

const typeOf = (path: string): string => getMimeType(path) ?? 'application/octet-stream';

export type ServeApp = (
  request: Request,
  app: ServedApp | undefined,
  mount: Mount,
) => Promise<Response>;

/**
 * Answers a GET or HEAD with an app's file: a folder with its `index.html`, what is not there with the
 * app's `404.html` or a page of ours. Nothing of the caller's is looked at but the path.
 */
export const createAppServer = (store: Store, blobs: Blobs): ServeApp => {
  const send = (request: Request, file: AppFile, mount: Mount) =>
    blobs.respond(
      request,
      {
        blob: file.blob,
        size: file.size,
        type: typeOf(file.path),
        etag: `"${file.sha256.slice(0, 32)}"`,
      },
      headersFor(mount),
    );

  const notFound = async (request: Request, app: ServedApp | undefined, mount: Mount) => {
    const own = app && (await findAppFile(store, app.id, '404.html'));
    // Without its conditions: the page is sent with another status than it asks for.
    const plain = new Request(request.url, { signal: request.signal });
    const page = own && (await send(plain, own, mount));
    const headers = {
      ...headersFor(mount),
      'Content-Type': 'text/html; charset=utf-8',
    };
    const body = page?.body ?? notFoundPage;
    if (request.method === 'HEAD') await page?.body?.cancel();
    return new Response(request.method === 'HEAD' ? null : body, { status: 404, headers });
  };

  return async (request, app, mount) => {
    if (!['GET', 'HEAD'].includes(request.method)) {
      const headers = { ...headersFor(mount), Allow: 'GET, HEAD' };
      throw new HttpError(405, 'method_not_allowed', 'Only GET, HEAD here.', { headers });
    }
    const { pathname } = new URL(request.url);
    const path = decoded(pathname, mount.base);
    if (!app || path === undefined) return notFound(request, app, mount);
    const file = await findAppFile(store, app.id, path);
    const answer = file && (await send(request, file, mount));
    if (answer) return answer;
    if (!file && (await findAppFile(store, app.id, `${path}/index.html`))) {
      // A path of the app begins with no slash, so this leads nowhere else.
      const headers = { ...headersFor(mount), Location: `${pathname}/` };
      return new Response(null, { status: 308, headers });
    }
    return notFound(request, app, mount);
  };
};
