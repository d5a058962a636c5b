import { HttpError } from '../../http/problem.ts';
import type { JobEnd, JobHandler } from '../jobs/job.ts';
import { Closing } from '../jobs/run.ts';
import { turn } from '../jobs/turn.ts';
import { addLines, type LogLine } from '../store/bot-logs.ts';
import { findRun, saveRun, type BotRun } from '../store/bot-runs.ts';
import { findBot } from '../store/bots.ts';
import { completeRun, failRun, stopRunaway } from './lifecycle.ts';
import { inWords, limits } from './limits.ts';
import { failureOf, perform, type Bench } from './perform.ts';
import { readPipeline, type BotNode, type Pipeline } from './pipeline.ts';
import { after, nextOf, readState, writeState, type Next, type RunState } from './run-state.ts';
import { secretsIn, withoutSecrets } from './secrets.ts';
import type { StepResult } from './steps/step.ts';

type StepNext = Extract<Next, { kind: 'step' }>;

/** A run in the hands of a job. */
interface Taken {
  readonly run: BotRun;
  readonly pipeline: Pipeline;
  readonly state: RunState;
  /** What the log has not got yet. */
  readonly lines: readonly LogLine[];
}

const take = (run: BotRun): Taken => ({
  run,
  pipeline: readPipeline(run.pipeline),
  state: readState(run.state),
  lines: [],
});

/** Adds a line for the log, without what must not be shown. */
const withLine = (
  taken: Taken,
  level: LogLine['level'],
  message: string | undefined,
  node?: string,
): Taken => {
  if (message === undefined) return taken;
  const { run, pipeline, state, lines } = taken;
  const shown = withoutSecrets(message, [...secretsIn(pipeline), ...state.secrets]);
  return { ...taken, lines: [...lines, { level, message: shown, node, run: run.id }] };
};

/** Why a run may not go on; `undefined` where it may. */
const excessOf = ({ run, state }: Taken, now: number): string | undefined => {
  const { steps, worked } = state;
  if (steps >= limits.steps) return `More than ${inWords(limits.steps)} steps in one run.`;
  if (worked >= limits.work) return `More than ${limits.work / 60_000} minutes of work in one run.`;
  const age = now - Date.parse(run.createdAt);
  if (age >= limits.duration) return `A run of more than ${limits.duration / 86_400_000} days.`;
  return undefined;
};

const complete = (taken: Taken): JobEnd => {
  const { run, lines } = withLine(
    taken,
    'info',
    `Run ended after ${inWords(taken.state.steps)} steps.`,
  );
  return { write: (store) => completeRun(store, run, lines) };
};

const failed = (taken: Taken, message: string, node: string, isOurFault = false): JobEnd => {
  const { run, lines } = withLine(taken, 'error', message, node);
  return { write: (store) => failRun(store, run, lines, isOurFault) };
};

const stopForGood = (taken: Taken, reason: string): JobEnd => {
  const { run, lines } = withLine(taken, 'error', reason);
  return {
    write: async (store) => {
      const bot = await findBot(store, run.bot);
      if (bot) await stopRunaway(store, bot, lines);
    },
  };
};

/** @param again in how many milliseconds it goes on, in whichever process */
const goOnLater = ({ run, state, lines }: Taken, again: number): JobEnd => ({
  again,
  write: async (store) => {
    await saveRun(store, run.id, writeState(state));
    await addLines(store, run.bot, lines);
  },
});

const cutOff = 'The server was stopped while this step was under way.';

/** What is done out there cannot be undone, nor done a second time; all else can be done anew. */
const reachesOut = ({ type }: BotNode): boolean =>
  type === 'httpRequest' || type === 'reply' || type === 'speak';

/** Others get their turn after so many steps. */
const stepsAtOnce = 50;

const afterStep = (taken: Taken, next: StepNext, result: StepResult, worked: number): Taken => {
  const state = after(taken.pipeline, taken.state, next, result);
  const secrets = [...new Set([...state.secrets, ...(result.secrets ?? [])])];
  const done = { ...taken, state: { ...state, worked: state.worked + worked, secrets } };
  return withLine(done, 'info', result.message, next.node);
};

const nodeOf = ({ pipeline }: Taken, id: string): BotNode => {
  const node = pipeline.nodes.find((it) => it.id === id);
  if (!node) throw new Error(`The pipeline has no node ${id}.`);
  return node;
};

/**
 * Does steps of a run, and is done again for the next ones: so any process may go on with it, and a
 * delay keeps none of them busy. A step that reaches out is done on its own, once at most: a run whose
 * process ends in the middle of one has failed.
 */
export const runJob = (bench: Bench): JobHandler => {
  const { store, settings } = bench.services;

  /** Does one step; gives how the job ends because of it, or the run as it is then. */
  const doStep = async (
    taken: Taken,
    next: StepNext,
    node: BotNode,
    workspace: string,
    signal: AbortSignal,
  ): Promise<JobEnd | Taken> => {
    const began = performance.now();
    try {
      const result = next.isResumed
        ? { output: next.input }
        : await perform(bench, workspace, node, next.input, taken.state, signal);
      const done = afterStep(taken, next, result, performance.now() - began);
      if (Buffer.byteLength(writeState(done.state)) <= limits.state) return done;
      const most = inWords(limits.state);
      return failed(done, `The run carries more than ${most} bytes along.`, node.id);
    } catch (error) {
      if (signal.aborted) {
        if (signal.reason instanceof Closing && reachesOut(node)) {
          return failed(taken, cutOff, node.id, true);
        }
        throw error;
      }
      if (!(error instanceof HttpError)) {
        settings.log({ event: 'bot_failed', bot: taken.run.bot, error: String(error) });
      }
      return failed(taken, failureOf(error), node.id);
    }
  };

  return {
    // Other kinds of work find places too, however many bots there are.
    limit: 6,

    run: async ({ subject = '', workspace = '', signal }) => {
      const run = await findRun(store, subject);
      if (!run) return undefined;
      let taken = take(run);
      for (let count = 0; count < stepsAtOnce; count += 1) {
        await turn();
        signal.throwIfAborted();
        const now = store.now();
        const next = nextOf(taken.pipeline, taken.state, now);
        if (next.kind === 'end') return complete(taken);
        const excess = excessOf(taken, now);
        if (excess !== undefined) return stopForGood(taken, excess);
        if (next.kind === 'wait') return goOnLater(taken, next.until - now);
        const node = nodeOf(taken, next.node);
        if (reachesOut(node) && count > 0) break;
        const done = await doStep(taken, next, node, workspace, signal);
        if (!('state' in done)) return done;
        taken = done;
        if (reachesOut(node)) break;
      }
      return goOnLater(taken, 0);
    },

    onFailed: async (inner, { subject = '' }) => {
      const run = await findRun(inner, subject);
      if (!run) return;
      const taken = take(run);
      const next = nextOf(taken.pipeline, taken.state, inner.now());
      const node = next.kind === 'step' ? next.node : undefined;
      const { lines } = withLine(taken, 'error', cutOff, node);
      await failRun(inner, run, lines, true);
    },
  };
};
