import { sql } from 'kysely';
import { HttpError } from '../../http/problem.ts';
import type { App } from '../app.ts';
import { withDeadline } from '../deadline.ts';
import { Unavailable } from '../store/faults.ts';
import type { Store } from '../store/store.ts';

const path = '/api/health';
const works = { status: 'ok' };

/**
 * Whether the platform works, for whoever asks: load balancers, watchdogs, the reference page. All who
 * ask at once share one question, so that nobody makes a slow database slower.
 *
 * @param patience how long the database may take, in milliseconds
 */
export const addHealthRoute = (app: App, { db }: Pick<Store, 'db'>, patience = 2_000): void => {
  let asked: Promise<unknown> | undefined;
  const ask = (): Promise<unknown> => {
    asked ??= sql`select 1`.execute(db).finally(() => {
      asked = undefined;
    });
    return asked;
  };

  app.get(path, async (context) => {
    try {
      await withDeadline(patience, context.req.raw.signal, ask);
    } catch (error) {
      // What exactly is wrong is in the log; strangers need not know.
      throw new Unavailable(error);
    }
    return context.json(works);
  });
  app.all(path, () => {
    const headers = { Allow: 'GET' };
    throw new HttpError(405, 'method_not_allowed', 'Only GET here.', { headers });
  });
};
