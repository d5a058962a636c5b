import { sentencesOf } from './sentences.ts';

const stopWords = new Set(
  `about also and any are ask been being but can could did does doing done for from get give had has have
  her here him his how into its just know let like made make many may more most much not now off one only
  other our out over please really say should some something such talk tell than that the their them then
  there these they thing things think this those too use very want was were what when where which who why
  will with would you your yours yourself`.split(/\s+/),
);

/** Rough English stemming: enough to find "lamps" by "lamp" and "gardening" by "garden". */
const stem = (word: string): string =>
  word.replace(/'s$/, '').replace(/(?<=\p{L}{3})(?:ings?|ers?|ed|es|s|e|y)$/u, '');

const stemsOf = (text: string): string[] =>
  (text.toLowerCase().match(/\p{L}[\p{L}'-]{2,}/gu) ?? [])
    .filter((word) => !stopWords.has(word))
    .map(stem);

/** What a character remembers: the sentences of its background, and which of them it has told. */
export interface Memory {
  /** The next `count` sentences that have not been told, after the one told last. */
  next(count: number): string[];
  /** The sentence that answers a question best, and what of it matched; untold ones first. */
  recall(question: string): { text: string; keyword: string; told: boolean } | undefined;
}

/** A sentence that begins so cannot be understood without the one before it. */
const leansBack = /^(it|they|that|this|those|he|she|so|and|but|since then|which is)\b/i;

const plain = (markdown: string) => markdown.replaceAll('**', '');

/** Characters of a background that are remembered: enough for a novella, read in a moment. */
const longest = 50_000;

export const remember = (background: string, told: readonly string[]): Memory => {
  const sentences = sentencesOf(background.slice(0, longest));
  const earlier = told.map(plain);
  const isTold = (sentence: string) => earlier.some((text) => text.includes(sentence));
  const stems = sentences.map((sentence) => new Set(stemsOf(sentence)));
  const frequencies = new Map<string, number>();
  for (const word of stems.flatMap((set) => [...set])) {
    frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  }

  /** Rare words weigh more. */
  const score = (set: ReadonlySet<string>, words: readonly string[]) =>
    words.reduce((sum, word) => sum + (set.has(word) ? 1 / (frequencies.get(word) ?? 1) : 0), 0);

  const withSequel = (index: number): string => {
    const sequel = sentences[index + 1];
    const sentence = sentences[index] ?? '';
    return sequel && leansBack.test(sequel) ? `${sentence} ${sequel}` : sentence;
  };

  return {
    next: (count) => {
      const last = earlier.at(-1) ?? '';
      const after = sentences.findLastIndex((sentence) => last.includes(sentence)) + 1;
      return [...sentences.slice(after), ...sentences.slice(0, after)]
        .filter((sentence) => !isTold(sentence))
        .slice(0, count);
    },
    recall: (question) => {
      const words = [...new Set(stemsOf(question))];
      const [best] = sentences
        .map((sentence, index) => {
          const set = stems[index] ?? new Set<string>();
          return { sentence, index, set, score: score(set, words), told: isTold(sentence) };
        })
        .filter((candidate) => candidate.score > 0)
        .sort((a, b) => Number(a.told) - Number(b.told) || b.score - a.score);
      if (!best) return undefined;
      const match = words.find((word) => best.set.has(word)) ?? '';
      const keyword = best.sentence
        .match(/\p{L}[\p{L}'-]{2,}/gu)
        ?.find((word) => stem(word.toLowerCase()) === match);
      return { text: withSequel(best.index), keyword: keyword ?? '', told: best.told };
    },
  };
};
