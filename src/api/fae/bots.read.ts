import { list, object, record, text } from '../read.ts';

const states = ['idle', 'running', 'error'];

const state = (value: unknown) => (states.includes(value as string) ? value : undefined);

const bot = record({ name: text, status: state, nodes: list(object), edges: list(object) });

const bots = list(bot);
export { bot as get, bot as create, bot as update, bots as list };

/** What a bot is doing: the answer to starting and stopping it. */
const status = (value: unknown) => {
  const found = state(object(value)?.['status']);
  return found === undefined ? undefined : { status: found };
};
export { status as run, status as stop };

/** Also an entry that is a bare line of text. */
const entry = (value: unknown) => {
  const source = object(value) ?? {};
  const message = text(value) ?? text(source['message']);
  return message === undefined ? undefined : { ...source, message };
};

export const logs = (value: unknown) => {
  const entries = list(entry)(object(value)?.['logs']);
  return entries && { logs: entries, ...status(value) };
};
