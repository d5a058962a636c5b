// Writes what the reference page is made of: its library, built by its makers for pages, and the
// licences of all that is in it.
import { existsSync, realpathSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const library = '@scalar/api-reference';

/**
 * Zod, which is in the library, tries out whether it may make functions from text. The page's policy
 * forbids that, and would report each try.
 */
const prologue = 'globalThis.__zod_globalConfig = { jitless: true };\n';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A package's folder, looked for as Node.js does from another package's. */
const folderOf = (name: string, from: string): string => {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return realpathSync(folder);
  const parent = dirname(from);
  if (parent === from) throw new Error(`${name} is not installed.`);
  return folderOf(name, parent);
};

const manifestIn = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;

/** The folders of a package and of all that it needs, each once. */
const withNeeded = async (folder: string, found = new Set<string>()): Promise<Set<string>> => {
  if (found.has(folder)) return found;
  found.add(folder);
  const { dependencies = {} } = await manifestIn(folder);
  for (const name of Object.keys(dependencies)) await withNeeded(folderOf(name, folder), found);
  return found;
};

const licenceText = async (folder: string): Promise<string> => {
  const names = await readdir(folder);
  const file = names.find((name) => /^licen[cs]e/i.test(name));
  return file === undefined
    ? '(No text comes with these; the licence that is named is meant.)'
    : (await readFile(join(folder, file), 'utf8')).trim();
};

const authorOf = ({ author }: Manifest): string =>
  (typeof author === 'string' ? author : author?.name) ?? '';

/** Every licence text once, after the packages that it is given with. */
const licences = async (folders: Iterable<string>): Promise<string> => {
  const packages = await Promise.all(
    [...folders].map(async (folder) => {
      const manifest = await manifestIn(folder);
      const { name, version, license = '' } = manifest;
      const by = authorOf(manifest);
      const line = `${name} ${version} (${license})${by && `, ${by}`}`;
      return { line, text: await licenceText(folder) };
    }),
  );
  return [...Map.groupBy(packages, ({ text }) => text)]
    .map(([text, those]) => `${those.map(({ line }) => line).join('\n')}\n\n${text}`)
    .join(`\n\n${'-'.repeat(80)}\n\n`);
};

/** Writes `scalar.js.gz` and `licences.txt` into `folder`, which is made where it is missing. */
const writeReference = async (folder: string): Promise<void> => {
  const own = folderOf(library, root);
  const script = await readFile(join(own, 'dist/browser/standalone.js'), 'utf8');
  const page = prologue + script.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '\n');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'scalar.js.gz'), await promisify(gzip)(page, { level: 9 }));
  await writeFile(join(folder, 'licences.txt'), `${await licences(await withNeeded(own))}\n`);
};

await writeReference(process.argv[2] ?? join(root, 'dist/reference'));
