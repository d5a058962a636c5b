/**
 * A text as it is spoken: spaces and empty lines made even, invisible characters that speech engines
 * stumble over removed. Empty where there is no letter and no number.
 */
export const plainText = (text: string): string => {
  const plain = text
    .replace(/[\u00ad\u200b\u2060\ufeff]/g, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
  return /[\p{L}\p{N}]/u.test(plain) ? plain : '';
};

/** How fast speech is until it has been heard; English. */
export const usualLettersPerSecond = 15;
