import { withoutWaiting, type Conversation, type Message } from './conversation.ts';

/** How many messages are kept. */
const longest = 100;
/** A message that is longer was not written by this element. */
const longestText = 25_000;

/** Under which name a conversation is kept: one per proxy and character. */
export const historyKey = (endpoint: string, characterId: string): string => {
  // A relative endpoint is written differently on pages of different folders.
  const address = URL.parse(endpoint, document.baseURI)?.href ?? endpoint;
  return `fae-character-chat:${address}:${characterId}`;
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const obstacles: Readonly<Record<NonNullable<Message['obstacle']>, true>> = {
  asleep: true,
  late: true,
  limited: true,
  offline: true,
  stopped: true,
  interrupted: true,
  failed: true,
  refused: true,
};

const isObstacle = (value: unknown): value is keyof typeof obstacles =>
  typeof value === 'string' && Object.hasOwn(obstacles, value);

const isKey = (value: unknown): value is string =>
  typeof value === 'string' && /^[\da-f]{32}$/.test(value);

const readMessage = (value: unknown, index: number): Message | undefined => {
  if (!isRecord(value)) return undefined;
  const { from, text, obstacle, key } = value;
  if (from !== 'visitor' && from !== 'character') return undefined;
  if (typeof text !== 'string' || !text || text.length > longestText) return undefined;
  const failed = from === 'visitor' && isObstacle(obstacle);
  return {
    id: index + 1,
    from,
    text,
    ...(failed && { obstacle }),
    ...(failed && isKey(key) && { key }),
  };
};

/** What was said before, as far as it can be made out; other scripts of the page may write here. */
export const loadHistory = (key: string): Pick<Conversation, 'id' | 'messages'> | undefined => {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    if (!isRecord(stored)) return undefined;
    const { id, messages } = stored;
    if (typeof id !== 'string' || !/^[\da-f]{32}$/.test(id) || !Array.isArray(messages)) {
      return undefined;
    }
    const read = messages.slice(-longest).map(readMessage);
    return { id, messages: read.filter((it) => it !== undefined) };
  } catch {
    // Blocked storage (a sandboxed frame, the visitor's settings), or no JSON: a new beginning.
    return undefined;
  }
};

const write = (key: string, id: string, messages: readonly Message[]): boolean => {
  try {
    sessionStorage.setItem(key, JSON.stringify({ id, messages }));
    return true;
  } catch {
    return false;
  }
};

/**
 * Keeps a conversation for as long as the tab lives. A message that still waits is kept as one
 * that was cut off, which is what it is when this is read again. Where storage is full, the latest
 * messages are kept alone; where it is blocked, nothing is.
 */
export const saveHistory = (key: string, conversation: Conversation): void => {
  const { id, messages } = withoutWaiting(conversation, 'interrupted');
  for (const count of [longest, 20, 4]) {
    if (write(key, id, messages.slice(-count))) return;
  }
  forgetHistory(key);
};

export const forgetHistory = (key: string): void => {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Blocked storage has nothing to forget.
  }
};
