import type { Voice } from './reader.ts';

export interface VoiceGroup {
  /** Empty where nothing is known of the language. */
  readonly name: string;
  readonly voices: readonly Voice[];
}

const languageName = (tag: string): string => {
  try {
    return new Intl.DisplayNames(undefined, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
};

/**
 * Voices by language, in the order in which they come. The language is the voice's own, else what
 * its label says: "Heart (US Female)".
 *
 * @param names what to call a language by its word in the label
 */
export const voiceGroups = (
  voices: readonly Voice[],
  names: Readonly<Record<string, string>>,
): VoiceGroup[] => {
  const nameOf = ({ language, label }: Voice): string => {
    if (language) return languageName(language);
    const word = /\((\S+)[^()]*\)\s*$/.exec(label)?.[1];
    return word ? (names[word] ?? word) : '';
  };
  const groups = Map.groupBy(voices, nameOf);
  return Array.from(groups, ([name, members]) => ({ name, voices: members }));
};
