import { known, object, text, type Read } from '../../../../api/read.ts';
import type { Attachment, Content } from '../content.ts';
import { badUpstream } from './remote-answer.ts';

const attachmentFields = ['id', 'url', 'title', 'source', 'description', 'text', 'contentType'];
/** Eliza sends two at most. */
const mostContents = 20;

const attachment: Read<Attachment> = (value) => {
  const fields = object(value);
  if (!fields) return undefined;
  const named = attachmentFields.map((name) => [name, text(fields[name])] as const);
  return known(Object.fromEntries(named)) as Attachment;
};

/** v1 has a list of actions. */
const actionOf = (fields: Readonly<Record<string, unknown>>): string | undefined =>
  text(fields['action']) ??
  (Array.isArray(fields['actions']) ? text(fields['actions'][0]) : undefined);

/**
 * One of the things that another server's agent says: what is for readers. Its thoughts, and whatever
 * else its model has put there, stay behind.
 *
 * @throws {HttpError} 502 `bad_upstream` for what is none
 */
export const contentOf = (value: unknown): Content => {
  const fields = object(value);
  if (!fields) throw badUpstream('does not answer as Eliza does');
  const { text: said, user, attachments } = fields;
  if (said !== undefined && said !== null && typeof said !== 'string') {
    throw badUpstream('answers with a text that is none');
  }
  const files = Array.isArray(attachments) ? attachments.map(attachment).filter(Boolean) : [];
  return known({
    user: text(user),
    text: text(said),
    action: actionOf(fields),
    attachments: files.length > 0 ? files : undefined,
  });
};

/** @throws {HttpError} 502 `bad_upstream` for what is no list of contents */
export const contentsOf = (value: unknown): Content[] => {
  if (!Array.isArray(value) || value.length > mostContents) {
    throw badUpstream('does not answer as Eliza does');
  }
  return value.map(contentOf);
};
