import type { Services } from '../handlers/services.ts';
import type { JobHandlers } from '../jobs/job.ts';
import { createExpressions } from './expressions.ts';
import { intervalJob } from './interval-job.ts';
import { intervalKind, runKind } from './lifecycle.ts';
import { runJob } from './run-job.ts';

/** What runs bots. */
export interface Bots {
  /** How their jobs are done. */
  readonly jobs: JobHandlers;
  /** Ends what they work with. End the jobs first. */
  readonly close: () => Promise<void>;
}

export const createBots = (services: Services): Bots => {
  const expressions = createExpressions();
  return {
    jobs: {
      [runKind]: runJob({ services, expressions }),
      [intervalKind]: intervalJob(services.store),
    },
    close: expressions.close,
  };
};
