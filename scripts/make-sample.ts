// Makes the files of the sample workspace: pictures, models, sounds, documents, a film; and the starters
// of apps beside them. The same bytes in every build.
import { copyFile, cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { artworkFiles } from '../src/platform/sample/artwork/files.ts';
import { otherFiles } from '../src/platform/sample/files.ts';
import { modelFiles } from '../src/platform/sample/models/files.ts';
import { buildGlb } from '../src/platform/sample/models/glb.ts';

const assets = fileURLToPath(new URL('../src/platform/sample/assets/', import.meta.url));
const starters = fileURLToPath(new URL('../src/platform/sample/templates/', import.meta.url));
const builtFolder = fileURLToPath(new URL('../dist/sample/', import.meta.url));

/** Writes every file of the sample workspace into `folder`, which is made where it is missing. */
export const makeSample = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  for (const [name, draw] of Object.entries(artworkFiles)) {
    await writeFile(join(folder, name), draw());
  }
  for (const [name, model] of Object.entries(modelFiles)) {
    await writeFile(join(folder, name), await buildGlb(model));
  }
  for (const [name, make] of Object.entries(otherFiles))
    await writeFile(join(folder, name), make());
  const films = (await readdir(assets)).filter((name) => name.endsWith('.webm'));
  for (const name of films) await copyFile(join(assets, name), join(folder, name));
};

const isCalledDirectly = process.argv[1] === fileURLToPath(import.meta.url);
if (isCalledDirectly) {
  const folder = process.argv[2] ?? builtFolder;
  await makeSample(folder);
  await cp(starters, join(folder, '..', 'templates'), { recursive: true });
}
