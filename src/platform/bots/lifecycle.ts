/** How a bot is started and stopped, and how its runs begin and end. All of it in transactions. */
import { addLines, type LogLine } from '../store/bot-logs.ts';
import { countRuns, endRun, insertRun, runsUnderWay, type BotRun } from '../store/bot-runs.ts';
import { findBot, setBot, type Bot } from '../store/bots.ts';
import { addJob, stopJob } from '../store/jobs.ts';
import type { Store } from '../store/store.ts';
import { inWords, limits } from './limits.ts';
import { areStanding, readPipeline, triggersOf, type Interval, type Triggers } from './pipeline.ts';
import { beginning, writeState } from './run-state.ts';

/** The kinds of jobs: to go on with a run, and to begin one as often as an interval says. */
export const runKind = 'bot';
export const intervalKind = 'bot_interval';

/** When each interval of a bot begins its next run, in milliseconds since 1970. */
export type Timetable = readonly (Interval & { readonly at: number })[];

/** An interval must outlive any number of processes. */
const intervalAttempts = 1_000;

const error = (message: string): LogLine => ({ level: 'error', message });
const info = (message: string): LogLine => ({ level: 'info', message });

/** How a run came to begin. */
export interface Origin {
  /** `manual`, `webhook`, `interval:{node}`. */
  readonly name: string;
  /** As the log says it. */
  readonly words: string;
  readonly nodes: readonly string[];
  /** What the triggers know. */
  readonly value: unknown;
}

/** Ends every run of a bot, and what would begin others; the steps under way are aborted. */
const halt = async (store: Store, { id }: Bot): Promise<void> => {
  await stopJob(store, intervalKind, id);
  for (const run of await runsUnderWay(store, id)) {
    await stopJob(store, runKind, run.id);
    await endRun(store, run.id);
  }
  await setBot(store, id, { isArmed: false });
};

/** Stops a bot that does too much, and says why. */
export const stopRunaway = async (
  store: Store,
  bot: Bot,
  reason: readonly LogLine[],
): Promise<void> => {
  await halt(store, bot);
  await setBot(store, bot.id, { status: 'error' });
  await addLines(store, bot.id, [...reason, error('The bot has been stopped.')]);
};

/**
 * What became of the wish to begin a run. `under_way`: one of the same origin is, so there is none;
 * `too_many` are under way; `too_often`: the bot has been stopped for it.
 */
export type Begun = 'begun' | 'under_way' | 'too_many' | 'too_often';

/** Begins a run. Only a webhook may have several at a time. */
export const beginRun = async (store: Store, bot: Bot, origin: Origin): Promise<Begun> => {
  const others = await runsUnderWay(store, bot.id);
  if (origin.name !== 'webhook' && others.some((it) => it.origin === origin.name)) {
    return 'under_way';
  }
  if (others.length >= limits.runsAtOnce) return 'too_many';
  if ((await countRuns(store, bot.id)) >= limits.runsPerHour) {
    const reason = `More than ${inWords(limits.runsPerHour)} runs an hour.`;
    await stopRunaway(store, bot, [error(reason)]);
    return 'too_often';
  }
  const run = await insertRun(store, {
    bot: bot.id,
    origin: origin.name,
    pipeline: bot.pipeline,
    state: writeState(beginning(origin.nodes, origin.value)),
  });
  const { id, workspace } = bot;
  await addJob(store, { kind: runKind, workspace, subject: run, document: { bot: id } });
  await setBot(store, id, { status: 'running' });
  await addLines(store, id, [{ ...info(`Run begun ${origin.words}.`), run }]);
  return 'begun';
};

const addIntervals = async (store: Store, bot: Bot, timetable: Timetable): Promise<void> => {
  if (timetable.length === 0) return;
  const { id, workspace } = bot;
  await addJob(store, {
    kind: intervalKind,
    workspace,
    subject: id,
    document: { timetable },
    at: Math.min(...timetable.map(({ at }) => at)),
    attempts: intervalAttempts,
  });
};

/** Makes intervals and webhook ready; an interval's first run begins at once. */
const arm = async (store: Store, bot: Bot, { intervals }: Triggers): Promise<void> => {
  const at = store.now();
  await setBot(store, bot.id, { isArmed: true });
  await addIntervals(
    store,
    bot,
    intervals.map((it) => ({ ...it, at })),
  );
};

/** Starts a bot: runs it where it is started by hand, and has its other triggers ready from now on. */
export const startBot = async (store: Store, bot: Bot): Promise<Begun> => {
  const triggers = triggersOf(readPipeline(bot.pipeline));
  const standing = areStanding(triggers);
  if (standing && !bot.isArmed) await arm(store, bot, triggers);
  await setBot(store, bot.id, { status: 'running' });
  if (standing && triggers.manual.length === 0) return 'begun';
  const origin = { name: 'manual', words: 'by hand', nodes: triggers.manual, value: null };
  return beginRun(store, bot, origin);
};

export const stopBot = async (store: Store, bot: Bot): Promise<void> => {
  await halt(store, bot);
  if (bot.status === 'idle') return;
  await setBot(store, bot.id, { status: 'idle' });
  await addLines(store, bot.id, [info('Stopped.')]);
};

/** Before a bot is deleted. */
export const dismissBot = halt;

const sameIntervals = (one: Triggers, other: Triggers): boolean =>
  JSON.stringify(one.intervals) === JSON.stringify(other.intervals);

/**
 * Has a bot that waits for its triggers wait for those of its new pipeline. Intervals that are other
 * ones now begin from now on. Runs under way go on with the pipeline that they began with.
 *
 * @param before its pipeline until now
 */
export const rearmBot = async (store: Store, bot: Bot, before: string): Promise<void> => {
  if (!bot.isArmed) return;
  const triggers = triggersOf(readPipeline(bot.pipeline));
  const { intervals } = triggers;
  if (!sameIntervals(triggers, triggersOf(readPipeline(before)))) {
    await stopJob(store, intervalKind, bot.id);
    const now = store.now();
    const timetable = intervals.map((it) => ({ ...it, at: now + it.seconds * 1000 }));
    await addIntervals(store, bot, timetable);
  }
  if (areStanding(triggers)) return;
  const others = await runsUnderWay(store, bot.id);
  const status = others.length > 0 ? bot.status : 'idle';
  await setBot(store, bot.id, { isArmed: false, status });
};

/** Ends a run that has done all that there was to do. */
export const completeRun = async (
  store: Store,
  { id, bot: botId }: BotRun,
  lines: readonly LogLine[],
): Promise<void> => {
  await endRun(store, id);
  const bot = await findBot(store, botId);
  if (!bot) return;
  const others = await runsUnderWay(store, botId);
  await setBot(store, botId, { status: bot.isArmed || others.length > 0 ? 'running' : 'idle' });
  await addLines(store, botId, lines);
};

/**
 * Ends a run that has failed. Triggers stay ready: the next run may do better.
 *
 * @param isOurFault the server ended; whoever waits for a trigger is none the worse
 */
export const failRun = async (
  store: Store,
  { id, bot: botId }: BotRun,
  lines: readonly LogLine[],
  isOurFault = false,
): Promise<void> => {
  await endRun(store, id);
  const bot = await findBot(store, botId);
  if (!bot) return;
  if (!(isOurFault && bot.isArmed)) await setBot(store, botId, { status: 'error' });
  await addLines(store, botId, lines);
};
