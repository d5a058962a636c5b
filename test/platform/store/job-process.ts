/**
 * A process that does jobs of the kind `test` until its input ends. It prints `{"ready":true}`, and
 * then the id of each job that it has begun. What a job does is counted in `revisions` under its id.
 * A process that is told to hang never gets any further.
 */
import { once } from 'node:events';
import { createJobs, type JobsOptions } from '../../../src/platform/jobs/jobs.ts';
import { raiseRevision } from '../../../src/platform/store/revisions.ts';
import { openStore, workspace, type Place } from './open-store.ts';

export interface JobProcess {
  readonly place: Place;
  readonly hangs: boolean;
  readonly pace: Pick<JobsOptions, 'lease' | 'beat' | 'poll'>;
}

const { place, hangs, pace } = JSON.parse(process.argv[2] ?? '') as JobProcess;
const print = (value: unknown): void => console.log(JSON.stringify(value));

const store = await openStore(place);
const jobs = createJobs({ store, log: print, retain: 86_400_000, ...pace });
jobs.start({
  test: {
    run: async ({ id }) => {
      print(id);
      if (hangs) await Promise.withResolvers().promise;
      return { write: (inner) => raiseRevision(inner, workspace, id) };
    },
  },
});
print({ ready: true });
process.stdin.resume();
await once(process.stdin, 'end');
await jobs.close();
await store.close();
