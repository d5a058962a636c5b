import { plainText } from './plain-text.ts';

/** What the speech API takes at most, in UTF-16 code units. */
export const longestPart = 2000;

/** The first part is short, so that sound starts soon; the next ones grow while it plays. */
const usual = [300, 600, 900] as const;
/** A part as short as this is better spoken together with the one before. */
const shortest = 60;

// A sentence does not end after a title or an initial: "Dr. Grace B. Hopper", "e.g. this".
const unfinished = /(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|No|e\.g|i\.e)|(?:^|[\s.])\p{Lu})\.\s*$/u;
const clauseEnd = /[,;:–—]\s+|[、，；：]/g;
const space = /\s+/g;

const sentencesByIntl = (text: string, language: string | undefined): string[] => {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
};

const sentencesByPattern = (text: string): string[] =>
  text.match(/[^.!?…。！？\n]*(?:[.!?…。！？\n]+["'”’)\]]*\s*|$)/g)?.filter(Boolean) ?? [];

/** The language comes out of a page: an unknown one is no reason to fail. */
const sentencesOf = (text: string, language: string | undefined): string[] => {
  try {
    return sentencesByIntl(text, language || undefined);
  } catch {
    return sentencesByPattern(text);
  }
};

const joinUnfinished = (sentences: readonly string[]): string[] => {
  const joined: string[] = [];
  for (const sentence of sentences) {
    const before = joined.at(-1);
    if (before && unfinished.test(before)) joined[joined.length - 1] = before + sentence;
    else joined.push(sentence);
  }
  return joined;
};

const lastEnd = (text: string, pattern: RegExp): number => {
  let end = 0;
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length;
  return end;
};

/** Where to cut what is longer than `limit`: after a clause, else after a word, else anywhere. */
const cutPlace = (text: string, limit: number): number => {
  const head = text.slice(0, limit);
  const clause = lastEnd(head, clauseEnd);
  if (clause > limit / 2) return clause;
  // A surrogate pair stays whole.
  return lastEnd(head, space) || (/[\ud800-\udbff]$/.test(head) ? limit - 1 : limit);
};

const cut = (sentence: string, limit: number): string[] => {
  const pieces: string[] = [];
  let rest = sentence;
  while (rest.length > limit) {
    const place = cutPlace(rest, limit);
    pieces.push(rest.slice(0, place));
    rest = rest.slice(place);
  }
  return [...pieces, rest];
};

interface SplitOptions {
  /** BCP 47; decides where sentences end. */
  readonly language?: string | undefined;
  /** Lengths that parts should have: the first, the second, …; the last one holds for all further. */
  readonly lengths?: readonly number[];
  /** No part is longer; longer sentences are cut at clauses, else at spaces. */
  readonly longest?: number;
}

/**
 * Splits a text into parts to be spoken one after another. Parts end where sentences end, so that
 * the pause between two of them sounds natural.
 *
 * @returns none for a text without words; lengths are UTF-16 code units
 */
export const splitText = (text: string, options: SplitOptions = {}): string[] => {
  const { language, lengths = usual, longest = longestPart } = options;
  const sentences = joinUnfinished(sentencesOf(plainText(text), language));
  const parts: string[] = [];
  let part = '';
  for (const piece of sentences.flatMap((sentence) => cut(sentence, longest))) {
    const length = lengths[Math.min(parts.length, lengths.length - 1)] ?? longest;
    if (part && (part + piece).trim().length > Math.min(length, longest)) {
      parts.push(part.trim());
      part = '';
    }
    part += piece;
  }
  const last = part.trim();
  const before = parts.at(-1);
  if (before && last.length < shortest && before.length + 1 + last.length <= longest) {
    parts[parts.length - 1] = `${before} ${last}`;
  } else parts.push(last);
  return parts.filter((it) => /[\p{L}\p{N}]/u.test(it));
};
