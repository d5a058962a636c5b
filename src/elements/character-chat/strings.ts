import { commonStrings, fill } from '../../ui/strings.ts';
import type { Message } from './conversation.ts';

/** `{name}` stands for the character's name. */
export const chatStrings = {
  ...commonStrings,
  nameless: 'Chat',
  open: 'Chat with {name}',
  openNameless: 'Open chat',
  close: 'Close chat',
  unread: 'New message',
  conversation: 'Conversation with {name}',
  composer: 'Message to {name}',
  placeholder: 'Write a message…',
  prompts: 'Suggestions',
  invitation: 'Say hello to {name}.',
  send: 'Send',
  stop: 'Stop waiting',
  you: 'You',
  thinking: '{name} is writing…',
  stillThinking: 'Still thinking…',
  tooLong: 'Too long by {count}',
  newMessages: 'New messages',
  awake: 'Online',
  asleep: 'Asleep',
  clear: 'Clear conversation',
  clearQuestion: 'Clear this conversation?',
  clearConfirm: 'Clear',
  clearCancel: 'Keep',
  resend: 'Send again',
  edit: 'Edit',
  remove: 'Remove',
  copy: 'Copy',
  copied: 'Copied',
  sleeping: '{name} is asleep right now. Your message is kept: send it again later.',
  late: 'The reply took too long. Your message may still have been received.',
  limited: 'That was a lot at once. You can send again in a moment.',
  limitedFor: 'That was a lot at once. You can send again in {time}.',
  sendOffline: 'You are offline. Send it again when you are back.',
  stopped: 'You stopped waiting. Your message may still have been received.',
  interrupted: 'The page was left before a reply came.',
  sendFailed: 'This could not be sent.',
};

export type ChatStrings = typeof chatStrings;

/** 75 → "1:15". */
const clockTime = (seconds: number): string => {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((it, index) => (index ? String(it).padStart(2, '0') : it)).join(':');
};

/**
 * Why a message got no reply, in a sentence. `seconds` are those until the next message may be
 * sent; left out, the sentence does not count them.
 */
export const obstacleText = (
  { obstacle, code }: Message,
  strings: ChatStrings,
  name: string,
  seconds?: number,
): string => {
  const general = strings.failures[code ?? ''] ?? strings.sendFailed;
  const texts: Readonly<Record<NonNullable<typeof obstacle>, string>> = {
    asleep: fill(strings.sleeping, { name }),
    late: strings.late,
    limited: seconds ? fill(strings.limitedFor, { time: clockTime(seconds) }) : strings.limited,
    offline: strings.sendOffline,
    stopped: strings.stopped,
    interrupted: strings.interrupted,
    refused: general,
    failed: general,
  };
  return obstacle ? texts[obstacle] : '';
};
