// Stands for the module that makes engines, in the process that writes replies: does what the message
// says.
import type { Replies } from '../../../../src/platform/engines/reply-engine.ts';

const work: Readonly<Record<string, (signal: AbortSignal) => unknown>> = {
  loop: () => {
    for (;;);
  },
  /** Does nothing else for half a second. */
  doze: () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  },
  throw: () => {
    throw new TypeError('This engine has a fault.');
  },
  crash: () => process.exit(3),
  /** More than its process may have, in buffers, which the heap's own limit does not count. */
  eat: async () => {
    const eaten: Buffer[] = [];
    for (;;) {
      eaten.push(Buffer.alloc(16 * 1024 * 1024, 1));
      await new Promise((resolve) => setImmediate(resolve));
    }
  },
  /** More than JavaScript may have. */
  hoard: () => {
    const hoard: string[][] = [];
    for (;;) hoard.push(new Array<string>(1_000_000).fill('x'));
  },
  /** Writes down whatever it does, and is never done. */
  chatter: async () => {
    for (;;) {
      console.log('I write this down.'.repeat(10_000));
      console.error('And this.'.repeat(10_000));
      await new Promise((resolve) => setImmediate(resolve));
    }
  },
  hang: async (signal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    signal.throwIfAborted();
  },
  /** Takes no notice of anything. */
  ignore: () => new Promise(() => undefined),
  environment: () => JSON.stringify(process.env),
  pid: () => String(process.pid),
};

const replies: Replies = {
  reply: async ({ text, character, history, signal }) => {
    const said = await (work[text] ?? (() => undefined))(signal);
    if (typeof said === 'string') return { text: said, model: 'fake' };
    await new Promise((resolve) => setImmediate(resolve));
    const heard = history.map((turn) => turn.text).join('|');
    return { text: `${String(character['name'])} heard [${heard}] ${text}`, model: 'fake' };
  },
};

export const createEngines = () => () => replies;
