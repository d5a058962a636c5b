import type { BotEdge, BotNode } from '../../api/fae/bot-pipeline.schemas.ts';

export type { BotEdge, BotNode };

/** A node of one type. */
export type NodeOf<T extends BotNode['type']> = Extract<BotNode, { type: T }>;

export interface Pipeline {
  readonly nodes: readonly BotNode[];
  readonly edges: readonly BotEdge[];
}

/** Reads one that was checked before it was stored. */
export const readPipeline = (text: string): Pipeline => JSON.parse(text) as Pipeline;

export interface Interval {
  readonly node: string;
  readonly seconds: number;
}

/** What starts a bot's runs. */
export interface Triggers {
  /** Where a run begins that somebody starts by hand. */
  readonly manual: readonly string[];
  readonly webhook: readonly string[];
  readonly intervals: readonly Interval[];
}

/** Nodes that no edge leads to. */
const sources = ({ nodes, edges }: Pipeline): string[] => {
  const targets = new Set(edges.map(({ target }) => target));
  return nodes.map(({ id }) => id).filter((id) => !targets.has(id));
};

/** A pipeline without any trigger is started by hand, at the nodes that no edge leads to. */
export const triggersOf = (pipeline: Pipeline): Triggers => {
  const triggers = pipeline.nodes.filter((node) => node.type === 'trigger');
  const on = (kind: string) =>
    triggers.filter(({ data }) => (data.on ?? 'manual') === kind).map(({ id }) => id);
  return {
    manual: triggers.length > 0 ? on('manual') : sources(pipeline),
    webhook: on('webhook'),
    intervals: triggers.flatMap(({ id, data: { on: kind, seconds } }) =>
      kind === 'interval' && seconds !== undefined ? [{ node: id, seconds }] : [],
    ),
  };
};

/** Whether they stay ready after a bot has been started, until it is stopped. */
export const areStanding = ({ webhook, intervals }: Triggers): boolean =>
  webhook.length + intervals.length > 0;

/** The edges that lead on from a node. */
export const edgesFrom = ({ edges }: Pipeline, node: string): readonly BotEdge[] =>
  edges.filter(({ source }) => source === node);

/** All nodes that edges lead to from a node, over any number of others; itself only over a loop. */
export const reachableFrom = (pipeline: Pipeline, node: string): ReadonlySet<string> => {
  const found = new Set<string>();
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { target } of edgesFrom(pipeline, next)) {
      if (found.has(target)) continue;
      found.add(target);
      open.push(target);
    }
  }
  return found;
};
