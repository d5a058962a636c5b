import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Assets } from './options.ts';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.glb': 'model/gltf-binary',
  '.txt': 'text/plain; charset=utf-8',
};

/** The suffix of a file that was compressed beforehand; the best one first. */
const encodings = { br: '.br', gzip: '.gz' } as const;

interface Variant {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly etag: string;
}

interface File extends Variant {
  readonly type: string;
  readonly compressed: Partial<Record<keyof typeof encodings, Variant>>;
}

const variantOf = (bytes: Uint8Array<ArrayBuffer>): Variant => ({
  bytes,
  etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`,
});

const filesIn = (folder: string): ReadonlyMap<string, File> => {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const present = new Set(paths);
  const read = (path: string): Variant => variantOf(Uint8Array.from(readFileSync(path)));
  const files = new Map<string, File>();
  for (const path of paths) {
    const type = types[extname(path)];
    if (type === undefined) continue;
    const compressed: File['compressed'] = Object.fromEntries(
      Object.entries(encodings)
        .filter(([, suffix]) => present.has(path + suffix))
        .map(([name, suffix]) => [name, read(path + suffix)]),
    );
    const name = path.slice(folder.length).split(sep).filter(Boolean).join('/');
    files.set(name, { ...read(path), type, compressed });
  }
  return files;
};

/** Whether `Accept-Encoding` names an encoding and does not rule it out (`br;q=0`). */
const accepts = (header: string, encoding: string): boolean =>
  header.split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';').map((it) => it.trim().toLowerCase());
    return name === encoding && !parameters.some((it) => /^q=0(\.0*)?$/.test(it));
  });

const matches = (header: string | null, etag: string): boolean =>
  header !== null &&
  header.split(',').some((part) => {
    const candidate = part.trim().replace(/^W\//, '');
    return candidate === '*' || candidate === etag;
  });

/**
 * Serves a folder of built scripts: `fae.js`, `fae.css`, `@{version}/…`. The folder is read once,
 * whole, into memory: a request can name only what was found in it then. Files of unknown types are
 * left out; `.br` and `.gz` beside a file are sent to whoever accepts them.
 *
 * @param folder path or `file:` URL
 * @throws when the folder cannot be read
 */
export const folderAssets = (folder: URL | string): Assets => {
  const files = filesIn(folder instanceof URL ? fileURLToPath(folder) : folder);
  return (path, request) => {
    const file = files.get(path);
    if (!file) return undefined;
    const accepted = request.headers.get('Accept-Encoding') ?? '';
    const encoding = (Object.keys(encodings) as (keyof typeof encodings)[]).find(
      (name) => file.compressed[name] && accepts(accepted, name),
    );
    const variant = (encoding && file.compressed[encoding]) ?? file;
    const headers = new Headers({ ETag: variant.etag, Vary: 'Accept-Encoding' });
    if (matches(request.headers.get('If-None-Match'), variant.etag)) {
      return new Response(null, { status: 304, headers });
    }
    headers.set('Content-Type', file.type);
    headers.set('Content-Length', String(variant.bytes.byteLength));
    if (encoding) headers.set('Content-Encoding', encoding);
    return new Response(request.method === 'HEAD' ? null : variant.bytes, { headers });
  };
};
