import * as v from 'valibot';
import { nonEmpty, objectId } from '../fields.schemas.ts';

/*
 * A bot's pipeline, in the shape that React Flow edits: nodes are steps, edges say which step comes
 * next. What else an editor keeps with them (position, size, colour) is kept too.
 *
 * Texts may hold `{{ … }}`, an expression whose value takes its place when the step runs.
 */

const maxNodes = 100;
const maxEdges = 300;

const template = v.pipe(v.string(), v.maxLength(8000, 'must be at most 8,000 characters'));
const expression = v.pipe(nonEmpty, v.maxLength(2000, 'must be at most 2,000 characters'));
const nodeId = v.pipe(v.string(), v.regex(/^[\w:.-]{1,64}$/));
const wait = (most: number) =>
  v.pipe(v.number(), v.minValue(0), v.maxValue(most, `must be at most ${most} seconds`));

/** What starts a run; somebody's hand when nothing is said. */
const trigger = v.pipe(
  v.looseObject({
    on: v.optional(v.picklist(['manual', 'interval', 'webhook'])),
    seconds: v.optional(
      v.pipe(
        v.number(),
        v.minValue(10, 'must be at least 10 seconds'),
        v.maxValue(604_800, 'must be at most a week'),
      ),
    ),
  }),
  v.forward(
    v.check(
      ({ on, seconds }) => on !== 'interval' || seconds !== undefined,
      'must be given for an interval',
    ),
    ['seconds'],
  ),
);

const data = {
  trigger,
  httpRequest: v.looseObject({
    url: v.pipe(nonEmpty, v.maxLength(2048)),
    method: v.optional(v.picklist(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])),
    headers: v.optional(
      v.pipe(
        v.record(v.pipe(v.string(), v.regex(/^[\w!#$%&'*+.^`|~-]{1,64}$/)), template),
        v.maxEntries(20, 'must be at most 20'),
      ),
    ),
    body: v.optional(v.union([template, v.looseObject({}), v.array(v.unknown())])),
  }),
  /** A character answers. */
  reply: v.looseObject({ characterId: objectId, text: template }),
  speak: v.looseObject({
    text: template,
    voice: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/))),
    speed: v.optional(v.pipe(v.number(), v.minValue(0.5), v.maxValue(2))),
  }),
  transform: v.looseObject({ expression }),
  /** Goes on along the edges whose `sourceHandle` is `true` or `false`. */
  condition: v.looseObject({ expression }),
  delay: v.looseObject({ seconds: wait(86_400) }),
  log: v.looseObject({ message: template }),
};

const step = <T extends keyof typeof data>(type: T) =>
  v.looseObject({ id: nodeId, type: v.literal(type), data: data[type] });

/** A step of the pipeline. */
export const node = v.variant('type', [
  step('trigger'),
  step('httpRequest'),
  step('reply'),
  step('speak'),
  step('transform'),
  step('condition'),
  step('delay'),
  step('log'),
]);

export const edge = v.looseObject({
  id: v.optional(v.pipe(v.string(), v.maxLength(200))),
  source: nodeId,
  target: nodeId,
  sourceHandle: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(64)))),
});

export const nodes = v.pipe(
  v.array(node),
  v.maxLength(maxNodes, `must be at most ${maxNodes} nodes`),
  v.check(
    (all) => new Set(all.map(({ id }) => id)).size === all.length,
    'must not have two nodes of the same id',
  ),
);

export const edges = v.pipe(
  v.array(edge),
  v.maxLength(maxEdges, `must be at most ${maxEdges} edges`),
);

export type BotNode = v.InferOutput<typeof node>;
export type BotEdge = v.InferOutput<typeof edge>;

interface Pipeline {
  readonly nodes?: readonly BotNode[] | undefined;
  readonly edges?: readonly BotEdge[] | undefined;
}

/**
 * Checks that every edge joins two nodes of the same pipeline, which has to be given as a whole: nodes
 * with their edges, or else the old edges would join what is no longer there.
 */
export const isPipeline = <T extends Pipeline>() =>
  v.rawCheck<T>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { nodes = [], edges }: Pipeline = dataset.value;
    const at = { type: 'object', origin: 'value', input: { nodes, edges } } as const;
    const path = { ...at, key: 'edges', value: edges };
    if (!edges) {
      if (nodes.length > 1) addIssue({ message: 'must be given with the nodes', path: [path] });
      return;
    }
    const ids = new Set(nodes.map(({ id }) => id));
    const loose = edges.findIndex(({ source, target }) => !ids.has(source) || !ids.has(target));
    if (loose < 0) return;
    const item = { type: 'array', origin: 'value', input: edges, key: loose } as const;
    addIssue({
      message: 'must join two nodes of the pipeline',
      path: [path, { ...item, value: edges[loose] }],
    });
  });
