import { withDeadline } from '../deadline.ts';
import { deleteCharacter, insertCharacter, updateCharacter } from '../store/characters.ts';
import { addTurns, lastTurns } from '../store/messages.ts';
import { findRecord } from '../store/records.ts';
import { transact } from '../store/store.ts';
import { createCharacterList } from './character-list.ts';
import type { Handlers } from './handler.ts';
import { notConfigured, notFound, success } from './refusals.ts';
import type { Services } from './services.ts';

export const characterHandlers = (services: Services): Handlers['characters'] => {
  const { store, replies, replyDeadline } = services;
  const list = createCharacterList(services);

  return {
    list: ({ workspace }) => list(workspace),

    create: ({ workspace, body }) =>
      transact(store, (inner) => insertCharacter(inner, workspace, body)),

    update: async ({ workspace, params, body }) => {
      const character = await transact(store, (inner) =>
        updateCharacter(inner, workspace, params.id, body),
      );
      if (!character) throw notFound('character');
      return JSON.stringify(character);
    },

    delete: async ({ workspace, params }) => {
      const deleted = await transact(store, (inner) =>
        deleteCharacter(inner, workspace, params.id),
      );
      if (!deleted) throw notFound('character');
      return success;
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
      const reply = await withDeadline(replyDeadline, request.signal, (signal) =>
        replies.reply({ character, text, history, signal, ...(model !== undefined && { model }) }),
      );
      if (conversation) {
        await addTurns(store, conversation, [
          { role: 'user', text },
          { role: 'assistant', text: reply.text },
        ]);
      }
      return JSON.stringify({ response: reply.text, characterId, model: reply.model });
    },
  };
};
