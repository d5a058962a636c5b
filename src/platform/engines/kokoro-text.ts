import { splitText } from './sentences.ts';

/**
 * How much each kind of letter comes to when it is spoken, in phonemes at most; ordinary ones are 1.
 * Capitals may be spelled ("F.B.I."), digits are read as numbers, signs by their names, and letters of
 * other scripts as "Chinese letter".
 */
const spoken: readonly (readonly [RegExp, number])[] = [
  [/^[a-z\s.,;:!?'"‘’“”()…–—-]$/, 1],
  [/^[A-Z]$/, 4],
  [/^\p{M}$/u, 1],
  [/^\p{Script=Latin}$/u, 8],
];
const anythingElse = 14;

const phonemes = (text: string): number =>
  Array.from(text).reduce(
    (sum, letter) => sum + (spoken.find(([kind]) => kind.test(letter))?.[1] ?? anythingElse),
    0,
  );

/**
 * Kokoro speaks 510 phonemes and silently leaves out the rest. Natural text has up to 1.3 of them for
 * a letter, stress marks included.
 */
const mostPhonemes = 300;

/** Kokoro's later versions read SSML; a visitor's text is only text. */
const plain = (text: string): string => text.replace(/[\p{Cc}<>]+/gu, ' ');

/**
 * Cuts text into pieces that Kokoro speaks to their ends. What has nothing in it that could be spoken
 * is left out: of it the model makes noises.
 */
export const kokoroPieces = (text: string): string[] =>
  splitText(plain(text), mostPhonemes, phonemes).filter((piece) =>
    /[\p{L}\p{N}\p{S}]/u.test(piece),
  );
