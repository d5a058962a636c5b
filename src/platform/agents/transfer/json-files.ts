import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** In bytes: a page of a hundred agents with an avatar each has half of it. */
const largest = 512 * 1024 * 1024;

/** A file's text, or why it has none. */
export type JsonFile = { readonly path: string } & (
  { readonly text: string } | { readonly problem: string }
);

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'
    ? 'is not there'
    : 'cannot be read';

const readOne = async (path: string): Promise<JsonFile> => {
  try {
    if ((await stat(path)).size > largest) return { path, problem: 'is too large' };
    const bytes = await readFile(path);
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    return { path, problem: error instanceof TypeError ? 'is not UTF-8 text' : reasonOf(error) };
  }
};

const filesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder))
    .filter((name) => name.toLowerCase().endsWith('.json'))
    .toSorted()
    .map((name) => join(folder, name));

const pathsIn = async (path: string): Promise<readonly string[]> => {
  const isFolder = await stat(path).then(
    (it) => it.isDirectory(),
    () => false,
  );
  return isFolder ? filesIn(path) : [path];
};

/** Reads a file; or of a folder all that end with `.json`, in the order of their names. */
export async function* jsonFiles(path: string): AsyncGenerator<JsonFile> {
  let paths: readonly string[];
  try {
    paths = await pathsIn(path);
  } catch (error) {
    yield { path, problem: reasonOf(error) };
    return;
  }
  if (paths.length === 0) yield { path, problem: 'has no file that ends with .json' };
  for (const each of paths) yield readOne(each);
}
