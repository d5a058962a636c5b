import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { apis } from '../../api/operations.ts';
import { entityTag } from '../../http/entity-tag.ts';
import { HttpError } from '../../http/problem.ts';
import { isKnown } from '../../http/range.ts';
import type { App } from '../app.ts';
import { builtFile } from './built-files.ts';
import { ownDocument } from './own-document.ts';
import { policy, referencePage } from './page.ts';

/** Folders of built files. What would come out of a folder that is not given answers 404. */
export interface ReferenceFolders {
  /** Of the OpenAPI documents. */
  readonly documents?: string;
  /** Of the reference page's library. */
  readonly library?: string;
}

type Bytes = string | Uint8Array<ArrayBuffer>;

/** Built things change with the next version: kept by browsers, and asked for each time. */
const answer = (
  request: Request,
  etag: string,
  body: Bytes,
  headers: Readonly<Record<string, string>>,
): Response => {
  const common = { ...headers, ETag: etag, 'Cache-Control': 'no-cache' };
  return isKnown(request.headers.get('If-None-Match'), etag)
    ? new Response(null, { status: 304, headers: common })
    : new Response(body, { headers: common });
};

const takesGzip = (headers: Headers): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(headers.get('Accept-Encoding') ?? '');

const notBuilt = (what: string): HttpError =>
  new HttpError(404, 'not_found', `${what} is not part of this installation: it was not built.`);

/** The OpenAPI document of one API, `<name>.json`. */
const addDocumentRoute = (
  app: App,
  name: string,
  { publicUrl, documents }: ReferenceFolders & { readonly publicUrl: string },
): void => {
  const document = builtFile(documents, `${name}.json`, (bytes) => {
    const text = ownDocument(bytes.toString('utf8'), publicUrl);
    return { text, etag: entityTag(text) };
  });
  app.get(`/api/openapi/${name}.json`, async (context) => {
    const found = await document();
    if (!found) throw notBuilt('The OpenAPI document');
    return answer(context.req.raw, found.etag, found.text, { 'Content-Type': 'application/json' });
  });
};

/** The OpenAPI documents, and the page that shows them and sends live requests. */
export const addReferenceRoutes = (
  app: App,
  folders: ReferenceFolders & { readonly publicUrl: string },
): void => {
  for (const name of Object.keys(apis)) addDocumentRoute(app, name, folders);

  const { publicUrl, library } = folders;
  const script = builtFile(library, 'scalar.js.gz', (bytes) => {
    const zipped = Uint8Array.from(bytes);
    // Weak: the same script, compressed or not.
    return { zipped, etag: `W/${entityTag(bytes.toString('latin1'))}` };
  });
  const licences = builtFile(library, 'licences.txt', (bytes) => bytes.toString('utf8'));
  const page = referencePage(publicUrl);
  const pageTag = entityTag(page);

  app.get('/api/reference', async (context) => {
    if (!(await script())) throw notBuilt('The reference page');
    return answer(context.req.raw, pageTag, page, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
      'Referrer-Policy': 'no-referrer',
    });
  });

  app.get('/api/reference/scalar.js', async ({ req }) => {
    const found = await script();
    if (!found) throw notBuilt('The reference page');
    const zips = takesGzip(req.raw.headers);
    const body = zips ? found.zipped : Uint8Array.from(await promisify(gunzip)(found.zipped));
    return answer(req.raw, found.etag, body, {
      'Content-Type': 'text/javascript; charset=utf-8',
      Vary: 'Accept-Encoding',
      ...(zips && { 'Content-Encoding': 'gzip' }),
    });
  });

  app.get('/api/reference/licences.txt', async (context) => {
    const text = await licences();
    if (text === undefined) throw notBuilt('The reference page');
    return answer(context.req.raw, entityTag(text), text, {
      'Content-Type': 'text/plain; charset=utf-8',
    });
  });
};
