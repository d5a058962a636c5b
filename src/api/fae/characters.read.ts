import { flag, list, object, record, text } from '../read.ts';

const character = record({
  name: text,
  title: text,
  avatar: [text, 'image'],
  greeting: text,
  prompts: list(text),
  traits: list(text),
  publicTraits: flag,
});

const characters = list(character);
export { character as create, character as update, characters as list };

/**
 * The reply. The document does not show the answer's shape: FAE has been seen to answer with a bare
 * string, and relays for Ollama with `message.content`.
 */
export const response = (value: unknown) => {
  const source = object(value) ?? {};
  const reply = [
    value,
    source['response'],
    source['text'],
    source['reply'],
    source['message'],
    object(source['message'])?.['content'],
  ]
    .map(text)
    .find((it) => it !== undefined);
  if (reply === undefined) return undefined;
  const characterId = text(source['characterId']);
  const model = text(source['model']);
  return { response: reply, ...(characterId && { characterId }), ...(model && { model }) };
};
