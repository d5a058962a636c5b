import { objectId } from '../ids.ts';
import { findRecord } from './records.ts';
import { isoTime, transact, type Store } from './store.ts';

export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

interface Conversation {
  readonly workspace: string;
  readonly character: string;
  readonly conversation: string;
}

/** What a reply may look back on. Older turns are of no use and are not kept. */
const kept = 20;

const newestFirst = (store: Store, { workspace, character, conversation }: Conversation) =>
  store.db
    .selectFrom('messages')
    .where('workspace', '=', workspace)
    .where('character', '=', character)
    .where('conversation', '=', conversation)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc');

/** The last turns of a conversation, oldest first. */
export const lastTurns = async (store: Store, conversation: Conversation): Promise<Turn[]> => {
  const rows = await newestFirst(store, conversation)
    .select(['role', 'text'])
    .limit(kept)
    .execute();
  return rows.reverse().map(({ role, text }) => ({ role, text }));
};

/**
 * Adds turns; nothing where the character has been deleted while it was answering, or the conversation
 * erased.
 *
 * @param continues whether there were turns before
 */
export const addTurns = (
  store: Store,
  conversation: Conversation,
  turns: readonly Turn[],
  continues = false,
): Promise<void> =>
  transact(store, async (inner) => {
    const { workspace, character } = conversation;
    if (!(await findRecord(inner, 'characters', workspace, character))) return;
    if (continues && (await lastTurns(inner, conversation)).length === 0) return;
    const now = inner.now();
    const rows = turns.map(({ role, text }) => ({
      ...conversation,
      id: objectId(now),
      role,
      text,
      created_at: isoTime(now),
    }));
    await inner.db.insertInto('messages').values(rows).execute();
    const keep = await newestFirst(inner, conversation).select('id').limit(kept).execute();
    await inner.db
      .deleteFrom('messages')
      .where('workspace', '=', conversation.workspace)
      .where('character', '=', conversation.character)
      .where('conversation', '=', conversation.conversation)
      .where(
        'id',
        'not in',
        keep.map((row) => row.id),
      )
      .execute();
  });

/** @returns whether there was anything to be erased */
export const eraseConversation = async (
  store: Store,
  { workspace, character, conversation }: Conversation,
): Promise<boolean> => {
  const { numDeletedRows } = await store.db
    .deleteFrom('messages')
    .where('workspace', '=', workspace)
    .where('character', '=', character)
    .where('conversation', '=', conversation)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
};
