import type { JobHandler } from '../jobs/job.ts';
import { addLines } from '../store/bot-logs.ts';
import { findBot, setBot } from '../store/bots.ts';
import { isoTime, type Store } from '../store/store.ts';
import { beginRun, type Begun, type Timetable } from './lifecycle.ts';

/** The next time that lies ahead; what was missed while nobody was there is not made up for. */
const nextTime = (at: number, seconds: number, now: number): number => {
  const period = seconds * 1000;
  return at > now ? at : at + period * (Math.floor((now - at) / period) + 1);
};

const leftOut: Readonly<Partial<Record<Begun, string>>> = {
  under_way: 'The run before is still under way: this one is left out.',
  too_many: 'Too many runs are under way: this one is left out.',
};

const beginDue = async (
  store: Store,
  botId: string,
  nodes: readonly string[],
  now: number,
): Promise<void> => {
  for (const node of nodes) {
    // Anew for each: the one before may have got the bot stopped.
    const bot = await findBot(store, botId);
    if (!bot?.isArmed) return;
    const begun = await beginRun(store, bot, {
      name: `interval:${node}`,
      words: 'by its interval',
      nodes: [node],
      value: { time: isoTime(now) },
    });
    const message = leftOut[begun];
    if (message !== undefined) await addLines(store, botId, [{ level: 'info', message, node }]);
  }
};

/** Begins runs of one bot as often as its intervals say, in one of all processes. */
export const intervalJob = (store: Store): JobHandler => ({
  run: async ({ subject = '', document }) => {
    const now = store.now();
    const before = document['timetable'] as Timetable;
    const due = before.filter(({ at }) => at <= now).map(({ node }) => node);
    const timetable: Timetable = before.map((it) => ({
      ...it,
      at: nextTime(it.at, it.seconds, now),
    }));
    return {
      document: { timetable },
      again: Math.min(...timetable.map(({ at }) => at)) - now,
      write: (inner) => beginDue(inner, subject, due, now),
    };
  },

  onFailed: async (inner, { subject = '' }) => {
    if (!(await findBot(inner, subject))) return;
    await setBot(inner, subject, { isArmed: false, status: 'error' });
    const message = 'Its intervals could not be kept: start the bot again.';
    await addLines(inner, subject, [{ level: 'error', message }]);
  },
});
