import { flag, list, record, text, type Read } from '../read.ts';

const fields = record({
  title: text,
  subtitle: text,
  author: text,
  description: text,
  summary: text,
  cover: [text, 'coverImage', 'image'],
  language: text,
  genre: text,
  status: text,
  published: flag,
});

/** A story may say that it is published by its status alone. */
const story: Read<Record<string, unknown>> = (value) => {
  const found = fields(value);
  if (!found) return undefined;
  return { ...found, published: found['published'] ?? found['status'] === 'published' };
};

const stories = list(story);
export { story as get, story as create, story as update, stories as list };
