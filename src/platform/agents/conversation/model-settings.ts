import { object } from '../../../api/read.ts';
import { mask } from '../character-file/file-secrets.ts';

/** Where a model is and what it is called: nobody asks for other settings. */
const asked = /(?:URL|ENDPOINT|HOST|MODEL)$/;
const longestSetting = 500;

/** Settings of a character file that say which model to use, and are no secrets. */
export const modelSettingsOf = (characterFile: string): Record<string, string> => {
  const settings = object(object(JSON.parse(characterFile))?.['settings']) ?? {};
  const texts = Object.entries(settings).filter(
    (entry): entry is [string, string] =>
      asked.test(entry[0]) &&
      typeof entry[1] === 'string' &&
      entry[1] !== mask &&
      entry[1].length <= longestSetting,
  );
  return Object.fromEntries(texts);
};
