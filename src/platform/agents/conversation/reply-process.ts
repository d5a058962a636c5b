// Runs in a process of its own: writes replies to many messages at once, since most of the time it
// waits for a model elsewhere.
import { HttpError } from '../../../http/problem.ts';
import type { Replies } from '../../engines/reply-engine.ts';
import { createEngines } from './reply-engines.ts';
import type { EngineChoice, Failure, Order, ReplySettings, ReplyTask, Word } from './reply-task.ts';

interface EngineModule {
  readonly createEngines: (settings: ReplySettings) => (choice: EngineChoice) => Replies;
}

/** Its platform is gone. */
process.on('disconnect', () => process.exit());

const settings = JSON.parse(process.argv[2] ?? '{}') as ReplySettings;
const { module } = settings;
const engines: EngineModule = module ? ((await import(module)) as EngineModule) : { createEngines };
const engineOf = engines.createEngines(settings);

const tell = (word: Word): void => {
  process.send?.(word);
};

const longestReason = 300;

const textOf = (error: unknown): string => String(error).slice(0, longestReason);

const failureOf = (error: unknown): Failure => {
  if (!(error instanceof HttpError)) return { message: textOf(error) };
  const { status, code, message, cause, headers } = error;
  return {
    status,
    code,
    message,
    ...(cause !== undefined && { cause: textOf(cause) }),
    ...(headers['Retry-After'] !== undefined && { retryAfter: headers['Retry-After'] }),
  };
};

const underWay = new Map<number, AbortController>();

const write = async (id: number, { engine, ...rest }: ReplyTask): Promise<void> => {
  const controller = new AbortController();
  const { signal } = controller;
  underWay.set(id, controller);
  tell({ begun: id });
  try {
    const { text, model } = await engineOf(engine).reply({ ...rest, signal });
    tell({ done: id, text, model });
  } catch (error) {
    tell(signal.aborted ? { stopped: id } : { failed: id, failure: failureOf(error) });
  } finally {
    underWay.delete(id);
  }
};

process.on('message', (order: Order) => {
  if ('ask' in order) void write(order.ask, order.task);
  else if ('stop' in order) underWay.get(order.stop)?.abort();
  else tell({ pong: order.ping, memory: process.memoryUsage.rss() });
});
tell({ ready: true });
