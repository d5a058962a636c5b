// Stands for the module that makes engines, in the processes that write replies. Two of its messages it
// never comes back from.
import { setTimeout as pause } from 'node:timers/promises';
import type { Replies } from '../../src/platform/engines/reply-engine.ts';
import { answerTo } from './answers.ts';

/** Keeps its process from everything else. */
export const loops = 'Count to infinity.';
/** Takes no notice of its deadline. */
export const waits = 'Wait for the end.';

const replies: Replies = {
  reply: async ({ text, character, history }) => {
    if (text === loops) for (;;);
    if (text === waits) await new Promise(() => undefined);
    // As from a model elsewhere: messages are under way at the same time.
    await pause(20 + Math.random() * 60);
    return { text: answerTo(String(character['name']), history, text), model: 'bench' };
  },
};

export const createEngines = () => (): Replies => replies;
