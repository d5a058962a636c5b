import { objectId } from '../ids.ts';
import { isoTime, type Store } from './store.ts';

/** One run of a bot's pipeline. */
export interface BotRun {
  readonly id: string;
  readonly bot: string;
  /** What began it: `manual`, `webhook`, `interval:{node}`. */
  readonly origin: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** The pipeline as it was when the run began, as JSON text. */
  readonly pipeline: string;
  /** How far it is, as JSON text. */
  readonly state: string;
}

/** @returns its id */
export const insertRun = async (
  store: Store,
  run: Pick<BotRun, 'bot' | 'origin' | 'pipeline' | 'state'>,
): Promise<string> => {
  const now = store.now();
  const id = objectId(now);
  await store.db
    .insertInto('bot_runs')
    .values({
      id,
      bot: run.bot,
      origin: run.origin,
      created_at: isoTime(now),
      ended: 0,
      pipeline: store.urls.shorten(run.pipeline),
      state: store.urls.shorten(run.state),
    })
    .execute();
  return id;
};

/** @returns `undefined` where there is none, or where it has ended */
export const findRun = async (store: Store, id: string): Promise<BotRun | undefined> => {
  const row = await store.db
    .selectFrom('bot_runs')
    .select(['id', 'bot', 'origin', 'created_at', 'pipeline', 'state'])
    .where('id', '=', id)
    .where('ended', '=', 0)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      bot: row.bot,
      origin: row.origin,
      createdAt: row.created_at,
      pipeline: store.urls.expand(row.pipeline),
      state: store.urls.expand(row.state),
    }
  );
};

export const saveRun = async (store: Store, id: string, state: string): Promise<void> => {
  await store.db
    .updateTable('bot_runs')
    .set({ state: store.urls.shorten(state) })
    .where('id', '=', id)
    .execute();
};

/** What it worked with is forgotten; that it was there counts for an hour. */
export const endRun = async (store: Store, id: string): Promise<void> => {
  await store.db
    .updateTable('bot_runs')
    .set({ ended: 1, pipeline: '', state: '' })
    .where('id', '=', id)
    .execute();
};

export const runsUnderWay = (
  store: Store,
  bot: string,
): Promise<readonly Pick<BotRun, 'id' | 'origin'>[]> =>
  store.db
    .selectFrom('bot_runs')
    .select(['id', 'origin'])
    .where('bot', '=', bot)
    .where('ended', '=', 0)
    .execute();

const hour = 3_600_000;

/** How many runs of a bot have begun within the last hour. */
export const countRuns = async (store: Store, bot: string): Promise<number> => {
  const { count } = await store.db
    .selectFrom('bot_runs')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('bot', '=', bot)
    .where('created_at', '>', isoTime(store.now() - hour))
    .executeTakeFirstOrThrow();
  return count;
};

/** Forgets all runs that have ended and are not counted any more. */
export const deleteEndedRuns = async (store: Store): Promise<void> => {
  await store.db
    .deleteFrom('bot_runs')
    .where('ended', '=', 1)
    .where('created_at', '<', isoTime(store.now() - hour))
    .execute();
};
