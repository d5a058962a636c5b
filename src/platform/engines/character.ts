/** What the engines read of a character; its record is open and may hold anything. */
export interface Character {
  readonly name: string;
  readonly title: string;
  readonly greeting: string;
  readonly background: string;
  /** The operator's own instructions to a language model. */
  readonly prompt: string;
  readonly traits: readonly string[];
  /** What a visitor might ask. */
  readonly prompts: readonly string[];
  /** The model that the operator chose for it, by the name that Ollama or the endpoint has for it. */
  readonly model: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(text).filter(Boolean) : [];

/** Reads a character's record; what is missing or of another type becomes empty. */
export const readCharacter = (record: Readonly<Record<string, unknown>>): Character => ({
  name: text(record['name']),
  title: text(record['title']),
  greeting: text(record['greeting']),
  background: text(record['background']),
  prompt: text(record['prompt']),
  traits: texts(record['traits']),
  prompts: texts(record['prompts']),
  model: text(record['model']),
});
