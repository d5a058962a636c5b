import { list, record, text } from '../read.ts';

const app = record({
  name: text,
  slug: text,
  url: text,
  description: text,
  thumbnail: text,
  domain: text,
  githubRepo: text,
  templateId: text,
});

const apps = list(app);
export { app as create, apps as list };

export const templates = list(record({ name: text, description: text, thumbnail: text }));

export const files = list(text);
