import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { html } from '../pages/html.ts';

/** A starter: a folder with a page or more, and what is said about it in `template.json`. */
export interface Template {
  /** The folder's name. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

export interface TemplateFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface Templates {
  readonly list: readonly Template[];
  /** A picture of it, as SVG; `undefined` for an unknown one. */
  readonly thumbnail: (id: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;
  /**
   * Its files, as they are copied into an app.
   *
   * @param values what stands in its pages for `{{name}}`; what is not given is left for the owner
   * @returns `undefined` for an unknown one
   */
  readonly files: (
    id: string,
    values: Readonly<Record<string, string | undefined>>,
  ) => Promise<readonly TemplateFile[] | undefined>;
}

const about = 'template.json';
const picture = 'thumbnail.svg';
/** What is about a template, and no part of it. */
const aside = new Set([about, picture]);

const filled = (page: string, values: Readonly<Record<string, string | undefined>>): string =>
  page.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : html`${value}`.markup;
  });

const described = async (folder: string, id: string): Promise<Template> => {
  const text = await readFile(join(folder, id, about), 'utf8');
  const { name, description } = JSON.parse(text) as Omit<Template, 'id'>;
  return { id, name, description };
};

/** Reads what starters there are; none where there is no folder. */
export const readTemplates = async (folder: string | undefined): Promise<Templates> => {
  const root = folder ?? '';
  const found = folder === undefined ? [] : await readdir(folder, { withFileTypes: true });
  const ids = found.filter((it) => it.isDirectory()).map((it) => it.name);
  const list = await Promise.all(ids.sort().map((id) => described(root, id)));
  const isKnown = (id: string) => list.some((it) => it.id === id);

  return {
    list,

    thumbnail: async (id) =>
      isKnown(id) ? new Uint8Array(await readFile(join(root, id, picture))) : undefined,

    files: async (id, values) => {
      if (!isKnown(id)) return undefined;
      const entries = await readdir(join(root, id), { recursive: true, withFileTypes: true });
      const files = entries.filter((it) => it.isFile() && !aside.has(it.name));
      return Promise.all(
        files.map(async (it) => {
          const file = join(it.parentPath, it.name);
          const bytes = await readFile(file);
          const path = relative(join(root, id), file).replaceAll(sep, '/');
          const isPage = path.endsWith('.html');
          return {
            path,
            bytes: isPage ? Buffer.from(filled(bytes.toString('utf8'), values)) : bytes,
          };
        }),
      );
    },
  };
};
