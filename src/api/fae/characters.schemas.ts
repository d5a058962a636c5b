import * as v from 'valibot';
import {
  nonEmpty,
  objectId,
  open,
  ours,
  params,
  recordFields,
  recordId,
  success,
} from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import type * as characters from './characters.operations.ts';

const writable = {
  title: v.optional(v.pipe(v.string(), v.metadata(ours))),
  avatar: v.optional(v.pipe(v.string(), v.metadata(ours))),
  greeting: v.optional(v.pipe(v.string(), v.metadata(ours))),
  /** What a visitor might ask: offered as buttons. */
  prompts: v.optional(v.pipe(v.array(v.string()), v.metadata(ours))),
  traits: v.optional(v.array(v.string())),
  publicTraits: v.optional(v.pipe(v.boolean(), v.metadata(ours))),
  background: v.optional(v.string()),
  /** The Ollama model that answers. */
  model: v.optional(v.string()),
};

export const character = v.looseObject({
  ...recordFields,
  name: v.optional(v.string()),
  ...writable,
});

const conversationId = v.pipe(v.string(), v.regex(/^[\w-]{16,128}$/), v.metadata(ours));

const reply = {
  response: v.string(),
  characterId: v.optional(v.string()),
};

/**
 * A reply as it grows: pieces of text, and at last the whole of it. What fails after the first piece
 * is told by an event, for the status has been sent.
 */
const replyEvent = v.union([
  v.object({ text: v.string() }),
  v.object({ done: v.literal(true), ...reply }),
  v.object({ error: v.string(), code: v.string() }),
]);

export type ReplyEvent = v.InferOutput<typeof replyEvent>;

export const charactersSchemas = {
  list: { answer: v.array(character) },
  create: { body: open({ name: nonEmpty, ...writable }), answer: character },
  response: {
    body: v.object({
      characterId: recordId,
      text: v.pipe(
        v.string(),
        v.trim(),
        v.nonEmpty('must not be empty'),
        v.maxLength(2000, 'must be at most 2,000 characters'),
      ),
      model: v.optional(v.pipe(v.string(), v.maxLength(200))),
      conversationId: v.optional(conversationId),
    }),
    answer: v.object({ ...reply, model: v.optional(v.string()) }),
    event: replyEvent,
  },
  update: {
    params: params.id,
    body: open({ name: v.optional(nonEmpty), ...writable }),
    answer: character,
  },
  delete: { params: params.id, answer: success },
  eraseConversation: {
    params: v.object({ id: objectId, conversationId }),
    answer: success,
  },
} satisfies SchemasOf<typeof characters>;
