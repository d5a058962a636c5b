import { asksForEvents } from '../../http/event-stream.ts';
import { withDeadline } from '../deadline.ts';
import { deleteCharacter, insertCharacter, updateCharacter } from '../store/characters.ts';
import { addTurns, eraseConversation, lastTurns } from '../store/messages.ts';
import { findRecord } from '../store/records.ts';
import { transact } from '../store/store.ts';
import { createCharacterList } from './character-list.ts';
import type { Handlers } from './handler.ts';
import { notConfigured, notFound, success } from './refusals.ts';
import { answerWithEvents, type Writing } from './reply-events.ts';
import type { Services } from './services.ts';

export const characterHandlers = (services: Services): Handlers['characters'] => {
  const { store, replies, replyDeadline: deadline, background } = services;
  const list = createCharacterList(services);

  return {
    list: ({ workspace }) => list(workspace),

    create: ({ workspace, body }) =>
      transact(store, (inner) => insertCharacter(inner, workspace, body)),

    // Refused within the transaction: what did not change must not make any list be read anew.
    update: ({ workspace, params, body }) =>
      transact(store, async (inner) => {
        const character = await updateCharacter(inner, workspace, params.id, body);
        if (!character) throw notFound('character');
        return JSON.stringify(character);
      }),

    delete: ({ workspace, params }) =>
      transact(store, async (inner) => {
        if (!(await deleteCharacter(inner, workspace, params.id))) throw notFound('character');
        return success;
      }),

    eraseConversation: async ({ workspace, params }) => {
      const { id: character, conversationId: conversation } = params;
      if (await eraseConversation(store, { workspace, character, conversation })) return success;
      throw notFound('conversation');
    },

    response: async ({ workspace, body, request }) => {
      const { characterId, text, conversationId, model } = body;
      const character = await findRecord(store, 'characters', workspace, characterId);
      if (!character) throw notFound('character');
      if (!replies) throw notConfigured('No AI agent is configured to answer for characters.');
      const conversation = conversationId && {
        workspace,
        character: characterId,
        conversation: conversationId,
      };
      const history = conversation ? await lastTurns(store, conversation) : [];
      const write = async (writing: Writing) => {
        const wish = { character, text, history, ...(model !== undefined && { model }) };
        const reply = await replies.reply({ ...wish, ...writing });
        if (conversation) {
          const said = { role: 'user', text } as const;
          const answered = { role: 'assistant', text: reply.text } as const;
          await addTurns(store, conversation, [said, answered], history.length > 0);
        }
        return reply;
      };

      const { signal } = request;
      if (asksForEvents(request.headers)) {
        return answerWithEvents({ signal, deadline, background }, async (writing) => {
          const reply = await write(writing);
          return { response: reply.text, characterId };
        });
      }
      const reply = await withDeadline(deadline, signal, (within) => write({ signal: within }));
      return JSON.stringify({ response: reply.text, characterId, model: reply.model });
    },
  };
};
