/**
 * How data flows through a pipeline:
 *
 * - A run begins at its triggers, with what they know: nothing when started by hand, the time for an
 *   interval, the request for a webhook.
 * - What a node gives goes along every edge that leads on from it: these are branches. Of a condition,
 *   only the edges count whose `sourceHandle` is its outcome, `true` or `false`; an edge without one
 *   stands for `true`. One step is done after the other, the longest waiting first.
 * - A node where edges join waits as long as something is on its way that can still get there, and then
 *   runs once. From a single node it gets what that one gave; from several it gets an object of what
 *   each of them gave, by their ids. Nobody waits for a branch that was not taken.
 * - In a loop, where everything leads back to everything, nothing waits: its nodes run as often as
 *   something arrives.
 * - A delay holds what comes to it; other branches go on meanwhile.
 */
import { edgesFrom, reachableFrom, type Pipeline } from './pipeline.ts';

/** Something that is on its way. */
export interface Arrival {
  readonly node: string;
  /** The node that gave it; absent at the beginning of a run. */
  readonly from?: string;
  readonly value: unknown;
  /** It is held by a delay until then; milliseconds since 1970. */
  readonly until?: number;
}

/** Everything that has to be known to go on with a run, in any process. */
export interface RunState {
  /** The longest waiting first. */
  readonly arrivals: readonly Arrival[];
  /** What began the run. */
  readonly trigger: unknown;
  /** What each node has given, the last time that it ran. */
  readonly outputs: readonly (readonly [node: string, output: unknown])[];
  readonly steps: number;
  /** Milliseconds that they have taken. */
  readonly worked: number;
  /** What must not be shown in the log. */
  readonly secrets: readonly string[];
}

/** What is to be done next: a step, or to wait; nothing when the run has come to its end. */
export type Next =
  | {
      readonly kind: 'step';
      readonly node: string;
      readonly input: unknown;
      /** It is a delay that is over. */
      readonly isResumed: boolean;
      readonly rest: readonly Arrival[];
    }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'end' };

/** What came of a step. */
export interface Outcome {
  readonly output: unknown;
  /** Of a condition. */
  readonly handle?: 'true' | 'false' | undefined;
  /** Of a delay that begins: when it ends. */
  readonly until?: number | undefined;
}

export const beginning = (nodes: readonly string[], trigger: unknown): RunState => ({
  arrivals: nodes.map((node) => ({ node, value: trigger })),
  trigger,
  outputs: [],
  steps: 0,
  worked: 0,
  secrets: [],
});

/**
 * A state as text. What several places hold is written once: what a node gives is on its way to others
 * and also kept.
 */
export const writeState = (state: RunState): string => {
  const places = new Map<unknown, number>();
  const placeOf = (value: unknown): number => {
    const place = places.get(value) ?? places.size;
    places.set(value, place);
    return place;
  };
  const text = {
    ...state,
    arrivals: state.arrivals.map((it) => ({ ...it, value: placeOf(it.value) })),
    trigger: placeOf(state.trigger),
    outputs: state.outputs.map(([node, output]) => [node, placeOf(output)]),
  };
  return JSON.stringify({ ...text, values: [...places.keys()] });
};

/** Reads what `writeState` has written. */
export const readState = (text: string): RunState => {
  const { values, ...state } = JSON.parse(text) as RunState & { readonly values: unknown[] };
  const valueAt = (place: unknown): unknown => values[place as number];
  return {
    ...state,
    arrivals: state.arrivals.map((it) => ({ ...it, value: valueAt(it.value) })),
    trigger: valueAt(state.trigger),
    outputs: state.outputs.map(([node, output]) => [node, valueAt(output)]),
  };
};

const joined = (arrivals: readonly Arrival[]): unknown => {
  const values = new Map(arrivals.map(({ node, from = node, value }) => [from, value]));
  const [first] = values.values();
  return values.size === 1 ? first : Object.fromEntries(values);
};

export const nextOf = (
  pipeline: Pipeline,
  { arrivals }: Pick<RunState, 'arrivals'>,
  now: number,
): Next => {
  const nodes = new Set(arrivals.map(({ node }) => node));
  const reach = new Map(Array.from(nodes, (node) => [node, reachableFrom(pipeline, node)]));
  const leads = (from: string, to: string): boolean => reach.get(from)?.has(to) ?? false;
  const isAwaited = (node: string): boolean =>
    [...nodes].some((other) => other !== node && leads(other, node) && !leads(node, other));

  const chosen = arrivals.find(({ node, until }) =>
    until === undefined ? !isAwaited(node) : until <= now,
  );
  if (chosen?.until !== undefined) {
    const rest = arrivals.filter((it) => it !== chosen);
    return { kind: 'step', node: chosen.node, input: chosen.value, isResumed: true, rest };
  }
  if (chosen) {
    const isTaken = ({ node, until }: Arrival) => node === chosen.node && until === undefined;
    return {
      kind: 'step',
      node: chosen.node,
      input: joined(arrivals.filter(isTaken)),
      isResumed: false,
      rest: arrivals.filter((it) => !isTaken(it)),
    };
  }
  const ends = arrivals.flatMap(({ until = [] }) => until);
  return ends.length > 0 ? { kind: 'wait', until: Math.min(...ends) } : { kind: 'end' };
};

const departures = (
  pipeline: Pipeline,
  node: string,
  { output, handle }: Outcome,
): readonly Arrival[] =>
  edgesFrom(pipeline, node)
    .filter(({ sourceHandle }) => handle === undefined || (sourceHandle ?? 'true') === handle)
    .map(({ target }) => ({ node: target, from: node, value: output }));

/** The state after a step. */
export const after = (
  pipeline: Pipeline,
  state: RunState,
  { node, input, isResumed, rest }: Extract<Next, { kind: 'step' }>,
  outcome: Outcome,
): RunState => {
  const { output, until } = outcome;
  // A delay is one step, however long it is.
  const steps = state.steps + (isResumed ? 0 : 1);
  if (until !== undefined) {
    return { ...state, steps, arrivals: [...rest, { node, value: input, until }] };
  }
  return {
    ...state,
    steps,
    arrivals: [...rest, ...departures(pipeline, node, outcome)],
    outputs: [...state.outputs.filter(([id]) => id !== node), [node, output]],
  };
};
