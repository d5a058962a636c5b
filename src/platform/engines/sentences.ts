const bySentence = new Intl.Segmenter('en', { granularity: 'sentence' });
const byGrapheme = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Cuts text into its sentences, trimmed; line breaks end a sentence too. */
export const sentencesOf = (text: string): string[] =>
  Array.from(bySentence.segment(text), ({ segment }) => segment.trim()).filter(Boolean);

/** How much of the limit a text takes; the sum of its letters' shares. */
type Weigh = (text: string) => number;

const byLength: Weigh = ({ length }) => length;

/** Parts of at most `limit`; one that cannot be shortened further stays longer. */
const pack = (parts: readonly string[], limit: number, glue: string, weigh: Weigh): string[] => {
  const packed: string[] = [];
  let weight = Infinity;
  for (const part of parts) {
    const more = weigh(glue + part);
    if (weight + more <= limit) {
      packed.push(`${packed.pop() ?? ''}${glue}${part}`);
      weight += more;
    } else {
      packed.push(part);
      weight = weigh(part);
    }
  }
  return packed;
};

const shorten = (sentence: string, limit: number, weigh: Weigh): string[] => {
  if (weigh(sentence) <= limit) return [sentence];
  const words = sentence.split(/\s+/).flatMap((word) =>
    weigh(word) <= limit
      ? [word]
      : pack(
          Array.from(byGrapheme.segment(word), ({ segment }) => segment),
          limit,
          '',
          weigh,
        ),
  );
  return pack(words, limit, ' ', weigh);
};

/**
 * Cuts text into pieces of at most `limit` characters: at sentence ends where possible, else between
 * words, else between letters (never inside one, however many code points it is made of).
 *
 * @param weigh counts something else than UTF-16 units
 */
export const splitText = (text: string, limit: number, weigh: Weigh = byLength): string[] =>
  pack(
    sentencesOf(text).flatMap((sentence) => shorten(sentence, limit, weigh)),
    limit,
    ' ',
    weigh,
  );
