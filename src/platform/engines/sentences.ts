const bySentence = new Intl.Segmenter('en', { granularity: 'sentence' });
const byGrapheme = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Cuts text into its sentences, trimmed; line breaks end a sentence too. */
export const sentencesOf = (text: string): string[] =>
  Array.from(bySentence.segment(text), ({ segment }) => segment.trim()).filter(Boolean);

/** Parts of at most `limit` UTF-16 units; one that cannot be shortened further stays longer. */
const pack = (parts: readonly string[], limit: number, glue: string): string[] => {
  const packed: string[] = [];
  for (const part of parts) {
    const last = packed.at(-1);
    if (last !== undefined && last.length + glue.length + part.length <= limit) {
      packed[packed.length - 1] = last + glue + part;
    } else {
      packed.push(part);
    }
  }
  return packed;
};

const shorten = (sentence: string, limit: number): string[] => {
  if (sentence.length <= limit) return [sentence];
  const words = sentence.split(/\s+/).flatMap((word) =>
    word.length <= limit
      ? [word]
      : pack(
          Array.from(byGrapheme.segment(word), ({ segment }) => segment),
          limit,
          '',
        ),
  );
  return pack(words, limit, ' ');
};

/**
 * Cuts text into pieces of at most `limit` characters: at sentence ends where possible, else between
 * words, else between letters (never inside one, however many code points it is made of).
 */
export const splitText = (text: string, limit: number): string[] =>
  pack(
    sentencesOf(text).flatMap((sentence) => shorten(sentence, limit)),
    limit,
    ' ',
  );
