/** Spaces and empty lines made even, invisible characters that speech engines stumble over removed. */
export const plainText = (text: string): string =>
  text
    .replace(/[\u00ad\u200b\u2060\ufeff]/g, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();

/** How fast speech is until it has been heard; English. */
export const usualLettersPerSecond = 15;
