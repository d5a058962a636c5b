import type { Failure } from '../../ui/failure.ts';

/** The API's limit for one message, in UTF-16 units as the API counts them. */
export const longestMessage = 2_000;
/** How much of a reply is kept and shown. */
const longestReply = 20_000;
/** Milliseconds after which a visitor is told that the wait is not over. */
const slowAfter = 8_000;
/** Seconds to wait where a refusal does not say how long. */
const defaultWait = 30;

/**
 * What stands between a message and its reply, by what the visitor can do about it.
 * `late`, `stopped` and `interrupted`: the character may have received it all the same.
 */
export type Obstacle =
  | 'asleep'
  | 'late'
  | 'limited'
  | 'offline'
  | 'stopped'
  | 'interrupted'
  | 'failed'
  /** Sending it again cannot help. */
  | 'refused';

export interface Message {
  /** Counts up within a conversation. */
  readonly id: number;
  readonly from: 'visitor' | 'character';
  readonly text: string;
  /** Only on a visitor's message that got no reply. */
  readonly obstacle?: Obstacle | undefined;
  /** The error code behind the obstacle, if there is one. */
  readonly code?: string | undefined;
  /** Beside an obstacle: under which key it was sent, and is sent again. */
  readonly key?: string | undefined;
}

interface Pending {
  readonly messageId: number;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** By it the server knows the same message when it is sent again, and replies once. */
  readonly key: string;
  /** What there is of the reply. */
  readonly text?: string;
}

/** A conversation at one moment. Every function below gives the next moment and changes nothing. */
export interface Conversation {
  /** 128 random bits: by it the server knows which messages belong together. */
  readonly id: string;
  readonly messages: readonly Message[];
  /** The highest id that a message has had. */
  readonly lastId: number;
  /** The message that waits for its reply. */
  readonly pending?: Pending | undefined;
  /** Nothing may be sent before this moment. */
  readonly limitedUntil: number;
  readonly presence: 'unknown' | 'awake' | 'asleep';
}

const randomId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (it) =>
    it.toString(16).padStart(2, '0'),
  ).join('');

/** A conversation that begins, or goes on with what was said before. */
export const conversationOf = (
  before: Pick<Conversation, 'id' | 'messages'> = { id: randomId(), messages: [] },
): Conversation => ({
  ...before,
  lastId: Math.max(0, ...before.messages.map((it) => it.id)),
  limitedUntil: 0,
  presence: 'unknown',
});

/** Whole seconds until something may be sent again. */
export const secondsToWait = (conversation: Conversation, now: number): number =>
  Math.max(0, Math.ceil((conversation.limitedUntil - now) / 1000));

export const maySend = (conversation: Conversation, now: number): boolean =>
  !conversation.pending && secondsToWait(conversation, now) === 0;

export const isMessage = (text: string): boolean => {
  const { length } = text.trim();
  return length > 0 && length <= longestMessage;
};

/** Whether the wait for a reply has become long enough for a word about it. */
export const isSlow = ({ pending }: Conversation, now: number): boolean =>
  !!pending && !pending.text && now - pending.since >= slowAfter;

/** What is to be seen: all messages, and of the reply that is being written what there is. */
export const shownMessages = ({ messages, lastId, pending }: Conversation): readonly Message[] =>
  pending?.text
    ? [...messages, { id: lastId + 1, from: 'character', text: pending.text }]
    : messages;

const withMessage = (
  conversation: Conversation,
  from: Message['from'],
  text: string,
): Conversation => {
  const id = conversation.lastId + 1;
  return { ...conversation, lastId: id, messages: [...conversation.messages, { id, from, text }] };
};

/** The visitor says something; `key` is that of the same message when it was sent before. */
export const withSent = (
  conversation: Conversation,
  text: string,
  now: number,
  key: string = randomId(),
): Conversation => {
  const next = withMessage(conversation, 'visitor', text.trim());
  return { ...next, pending: { messageId: next.lastId, since: now, key } };
};

const shortened = (text: string): string =>
  text.length > longestReply ? `${text.slice(0, longestReply)}…` : text;

/** The character is replying, and has come so far. */
export const withPart = ({ pending, ...conversation }: Conversation, text: string): Conversation =>
  pending ? { ...conversation, pending: { ...pending, text: shortened(text) } } : conversation;

/** The character replies. */
export const withReply = (conversation: Conversation, text: string): Conversation => ({
  ...withMessage(conversation, 'character', shortened(text)),
  pending: undefined,
  presence: 'awake',
});

const obstacles: Readonly<Record<string, Obstacle>> = {
  unavailable: 'asleep',
  timeout: 'late',
  upstream_timeout: 'late',
  rate_limited: 'limited',
  // The same message was sent before and is being replied to.
  conflict: 'late',
  captcha_required: 'failed',
};

type Refusal = Pick<Failure, 'code' | 'retryable' | 'retryAfter'>;

const obstacleOf = (failure: Refusal, online: boolean): Obstacle => {
  if (failure.code === 'network' && !online) return 'offline';
  return obstacles[failure.code] ?? (failure.retryable ? 'failed' : 'refused');
};

/** The pending message stays without a reply; it keeps the reason. */
const withObstacle = (
  { pending, ...conversation }: Conversation,
  obstacle: Obstacle,
  code?: string,
): Conversation => ({
  ...conversation,
  messages: conversation.messages.map((it) =>
    it.id === pending?.messageId
      ? { ...it, obstacle, ...(code && { code }), key: pending.key }
      : it,
  ),
  pending: undefined,
});

/** The request failed. `online` is what the browser says of its connection. */
export const withFailure = (
  conversation: Conversation,
  failure: Refusal,
  now: number,
  online: boolean,
): Conversation => {
  const obstacle = obstacleOf(failure, online);
  const limited = obstacle === 'limited' && {
    limitedUntil: now + Math.max(1, failure.retryAfter ?? defaultWait) * 1000,
  };
  return {
    ...withObstacle(conversation, obstacle, failure.code),
    ...limited,
    ...(obstacle === 'asleep' && { presence: 'asleep' as const }),
  };
};

/**
 * The visitor stops waiting (`stopped`), or the page goes away (`interrupted`). Who stops a reply has
 * read enough of it, and keeps what there is.
 */
export const withoutWaiting = (
  conversation: Conversation,
  why: 'stopped' | 'interrupted',
): Conversation => {
  const { pending } = conversation;
  if (!pending) return conversation;
  return why === 'stopped' && pending.text
    ? withReply(conversation, `${pending.text} …`)
    : withObstacle(conversation, why);
};

export const withoutMessage = (conversation: Conversation, id: number): Conversation => ({
  ...conversation,
  messages: conversation.messages.filter((it) => it.id !== id),
});

export const messageOf = (conversation: Conversation, id: number): Message | undefined =>
  conversation.messages.find((it) => it.id === id);
