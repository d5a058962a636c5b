// Writes the OpenAPI documents of the APIs, made from their description in src/api.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apis, type ApiName } from '../src/api/operations.ts';
import { openApiDocument } from './openapi/document.ts';

const builtFolder = fileURLToPath(new URL('../dist/openapi/', import.meta.url));

/** Writes `fae.json` and `fleek.json` into `folder`, which is made where it is missing. */
export const writeOpenApi = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  for (const api of Object.keys(apis) as ApiName[]) {
    const text = JSON.stringify(openApiDocument(api), undefined, 2);
    await writeFile(join(folder, `${api}.json`), `${text}\n`);
  }
};

const isCalledDirectly = process.argv[1] === fileURLToPath(import.meta.url);
if (isCalledDirectly) await writeOpenApi(process.argv[2] ?? builtFolder);
