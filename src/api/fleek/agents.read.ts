import { flag, known, list, number, object, record, text, type Read } from '../read.ts';
import { page } from './page.read.ts';

const nullableText: Read<string | null> = (value) => (value === null ? null : text(value));

/** The number of a slot, which the document shows as text. */
const integer: Read<number> = (value) =>
  number(typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value);

/** The first version says `character_file`. */
const straight = record({
  projectId: text,
  name: text,
  avatar: nullableText,
  status: text,
  characterFile: [text, 'character_file'],
  host: nullableText,
  slotNumber: integer,
  createdBy: text,
  createdAt: text,
  updatedAt: text,
  deletedAt: nullableText,
  frameworkVersion: text,
  publicToken: text,
  publicChat: flag,
});

const agent: Read<Record<string, unknown>> = (value) => {
  const found = straight(value);
  if (found) delete found['character_file'];
  return found;
};

export {
  agent as create,
  agent as createPublished,
  agent as publish,
  agent as get,
  agent as update,
  agent as start,
  agent as stop,
};

const agents = page(agent);
export { agents as list };

const line = record({ timestamp: number, message: text, priority: integer });
export const logs = page(line);

/** Nothing but `true` says that it answers. */
export const status: Read<{ status: boolean }> = (value) => {
  const fields = object(value);
  return fields && { status: flag(fields['status']) ?? false };
};

/** Eliza v0 lists them bare, v1 within an envelope. */
export const peers: Read<unknown[]> = (value) => {
  const fields = object(value);
  return list(record({ name: text }))(object(fields?.['data'])?.['agents'] ?? fields?.['agents']);
};

const texts: Read<string[]> = (value) =>
  Array.isArray(value) ? value.filter((it) => typeof it === 'string') : undefined;

export const profile: Read<Record<string, unknown>> = (value) => {
  const fields = object(value);
  if (!fields) return undefined;
  const { id, name, avatar, greeting, prompts, ...rest } = fields;
  return {
    ...rest,
    ...known({
      id: text(id),
      name: text(name),
      avatar: nullableText(avatar),
      greeting: text(greeting),
      prompts: texts(prompts),
    }),
  };
};

const attachment: Read<Record<string, unknown>> = (value) => {
  const fields = object(value);
  if (!fields) return undefined;
  const names = ['id', 'url', 'title', 'source', 'description', 'text', 'contentType'] as const;
  return known(Object.fromEntries(names.map((name) => [name, text(fields[name])])));
};

const content: Read<Record<string, unknown>> = (value) => {
  const fields = object(value);
  if (!fields) return undefined;
  const { user, action, attachments, text: said } = fields;
  return known({
    user: text(user),
    text: text(said),
    action: text(action),
    attachments: list(attachment)(attachments),
  });
};

/** None, one or two; a server of one's own may also send a single one. Nothing else is an answer. */
export const message: Read<unknown[]> = (value) => {
  const contents = object(value) ? [value] : value;
  return Array.isArray(contents) ? list(content)(contents) : undefined;
};
