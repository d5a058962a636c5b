import { HttpError } from '../http/problem.ts';
import type { Arrival } from './call.ts';

const versioned = /^@([\w.+-]+)\/(.+)$/;
const plainPath = /^[\w@.+-]+(\/[\w@.+-]+)*$/;

/** Whether a path below the endpoint, without its slash, is one of ours for scripts and styles. */
export const isAssetPath = (path: string): boolean =>
  path === 'fae.js' || path === 'fae.css' || path.startsWith('@');

const isPlain = (path: string): boolean =>
  plainPath.test(path) && !path.split('/').some((it) => it === '.' || it === '..');

/** Any page may load scripts; what they then may do is decided by the gate. */
const open: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Content-Type-Options': 'nosniff',
};

const forever = 'public, max-age=31536000, immutable';
/** How long a page may go on with the loader of the last release. */
const briefly = 'public, max-age=300, stale-while-revalidate=86400';

const opened = (response: Response, cacheControl: string): Response => {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(open)) headers.set(name, value);
  headers.set('Cache-Control', cacheControl);
  return new Response(response.body, { status: response.status, headers });
};

/** An old page asks for a version that is gone: it gets the running one. */
const toRunningVersion = ({ settings }: Arrival, path: string): Response | undefined => {
  const [, asked, file] = versioned.exec(path) ?? [];
  if (!settings.version || file === undefined || asked === settings.version) return undefined;
  const location = `${settings.basePath}/@${settings.version}/${file}`;
  return opened(new Response(null, { status: 302, headers: { Location: location } }), briefly);
};

/**
 * Answers for scripts and styles: those of a version never change, the loader does.
 *
 * @throws {HttpError} 404, 405
 */
export const answerAsset = async (arrival: Arrival): Promise<Response> => {
  const { request, settings, runtime } = arrival;
  const path = arrival.path.slice(1);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new HttpError(405, 'method_not_allowed', `${request.method} is not offered here.`, {
      headers: { Allow: 'GET, HEAD' },
    });
  }
  const found = isPlain(path)
    ? await settings.assets?.(path, request, runtime.env ?? {})
    : undefined;
  if (found) {
    const cacheControl =
      found.status >= 400 ? 'no-store' : versioned.test(path) ? forever : briefly;
    return opened(found, cacheControl);
  }
  const redirect = isPlain(path) ? toRunningVersion(arrival, path) : undefined;
  if (redirect) return redirect;
  throw new HttpError(404, 'not_found', 'There is no such file.');
};

/** Files bring their own headers; what every other answer carries is not for them. */
export const finishAsset = ({ event, request }: Arrival, response: Response): Response => {
  event['status'] = response.status;
  return request.method === 'HEAD' ? new Response(null, response) : response;
};
