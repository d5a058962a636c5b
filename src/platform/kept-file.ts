import { randomUUID } from 'node:crypto';
import { link, rename, rm, writeFile } from 'node:fs/promises';

/** Beside the file, so that it can take its place complete or not at all. */
const writeDraft = async (file: string, text: string): Promise<string> => {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
  return draft;
};

/** Makes a file that its owner alone may read, unless there is one: whoever comes second keeps that. */
export const makeFile = async (file: string, text: string): Promise<void> => {
  const draft = await writeDraft(file, text);
  try {
    await link(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
};

/** Puts another text in the place of a file's. */
export const replaceFile = async (file: string, text: string): Promise<void> => {
  await rename(await writeDraft(file, text), file);
};
