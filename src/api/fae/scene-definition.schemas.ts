import * as v from 'valibot';
import { isSafeUrl } from '../fields.schemas.ts';

/*
 * A scene: 3D models put together, with light and a camera. Lengths are in `units`, angles in degrees,
 * colours `#rrggbb`; Y is up, as in glTF. What is not described here is kept and not drawn.
 */

const maxBytes = 1024 * 1024;
const maxNodes = 2000;
const maxDepth = 32;

const finite = v.pipe(v.number(), v.finite());
const between = (least: number, most: number) =>
  v.pipe(v.number(), v.minValue(least), v.maxValue(most));
const vector = v.strictTuple([finite, finite, finite]);
const color = v.pipe(v.string(), v.regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour, "#rrggbb"'));
const id = v.pipe(v.string(), v.regex(/^[\w:.-]{1,64}$/));
const label = v.pipe(v.string(), v.maxLength(200));

const address = v.pipe(
  v.string(),
  v.maxLength(2048),
  v.check(isSafeUrl, 'must be an https URL, or http on localhost'),
);

/** Id of a model of the workspace, or the address of a GLB. */
const model = v.union(
  [v.pipe(v.string(), v.regex(/^[0-9a-fA-F]{24}$/)), address],
  'must be the id of a model or an https URL',
);

const transform = v.looseObject({
  position: v.optional(vector),
  /** About x, then y, then z; or a quaternion x, y, z, w. */
  rotation: v.optional(v.union([vector, v.strictTuple([finite, finite, finite, finite])])),
  scale: v.optional(v.union([finite, vector])),
});

const shining = {
  id: v.optional(id),
  color: v.optional(color),
  /** 1 by default. */
  intensity: v.optional(between(0, 100_000)),
};

const aimed = { position: v.optional(vector), target: v.optional(vector) };

const light = v.variant('type', [
  v.looseObject({ type: v.literal('ambient'), ...shining }),
  v.looseObject({ type: v.literal('directional'), ...shining, ...aimed }),
  v.looseObject({
    type: v.literal('point'),
    ...shining,
    position: v.optional(vector),
    /** Where it ends; 0: nowhere. */
    distance: v.optional(between(0, 1e6)),
  }),
  v.looseObject({
    type: v.literal('spot'),
    ...shining,
    ...aimed,
    distance: v.optional(between(0, 1e6)),
    /** From the middle of the cone to its edge. */
    angle: v.optional(between(0, 90)),
    /** How much of the cone fades out: 0 to 1. */
    penumbra: v.optional(between(0, 1)),
  }),
]);

const camera = v.looseObject({
  position: v.optional(vector),
  target: v.optional(vector),
  /** Vertical. */
  fieldOfView: v.optional(between(1, 120)),
});

const environment = v.looseObject({
  /** `neutral`, `studio` or `none`; `neutral` by default. */
  light: v.optional(v.picklist(['neutral', 'studio', 'none'])),
  /** How bright it is: 1 by default. */
  intensity: v.optional(between(0, 100)),
  exposure: v.optional(between(0, 100)),
  /** Transparent when absent. */
  background: v.optional(color),
  /** The shadow on the ground: 0 (none) to 1. */
  shadow: v.optional(between(0, 1)),
});

/** One of the model's animations, by its name, and how it is played. */
const animation = v.union(
  [
    label,
    v.looseObject({
      name: label,
      loop: v.optional(v.boolean()),
      speed: v.optional(between(-10, 10)),
    }),
  ],
  'must be the name of an animation, or an object with its name',
);

const nodeFields = {
  id,
  name: v.optional(label),
  /** Without a model a node only moves its children together. */
  model: v.optional(model),
  transform: v.optional(transform),
  /** Name of a material variant of the model. */
  variant: v.optional(label),
  animation: v.optional(animation),
  visible: v.optional(v.boolean()),
};

export type SceneNode = v.InferOutput<v.LooseObjectSchema<typeof nodeFields, undefined>> & {
  children?: SceneNode[] | undefined;
};

/** A model in its place, with what moves along with it. */
export const sceneNode: v.GenericSchema<SceneNode> = v.looseObject({
  ...nodeFields,
  children: v.optional(
    v.array(
      v.lazy(() => sceneNode),
      'must be a list of nodes',
    ),
  ),
});

const hotspot = v.looseObject({
  id,
  position: vector,
  /** Where its front looks; it hides when seen from behind. */
  normal: v.optional(vector),
  /** Id of the node that it moves with. */
  node: v.optional(id),
  label,
  text: v.optional(v.pipe(v.string(), v.maxLength(2000))),
  /** From where to look at it. */
  camera: v.optional(camera),
});

/** The nodes of a tree, level by level; gives up below the deepest level allowed. */
const levelsOf = (nodes: unknown): unknown[][] => {
  const levels: unknown[][] = [];
  let level = Array.isArray(nodes) ? nodes : [];
  while (level.length > 0 && levels.length <= maxDepth) {
    levels.push(level);
    level = level.flatMap((it: unknown): unknown[] => {
      const children = (it as { children?: unknown } | null | undefined)?.children;
      return Array.isArray(children) ? children : [];
    });
  }
  return levels;
};

const bytesOf = (value: unknown): number =>
  new TextEncoder().encode(JSON.stringify(value)).byteLength;

/** In which respect a definition is too large; each is only looked at when the one before is not. */
const excessOf = (definition: { readonly nodes: unknown[] }): string | undefined => {
  const levels = levelsOf(definition.nodes);
  if (levels.length > maxDepth) return `must not be more than ${maxDepth} levels of nodes deep`;
  if (levels.flat().length > maxNodes) {
    return `must have at most ${maxNodes.toLocaleString('en')} nodes`;
  }
  return bytesOf(definition) > maxBytes ? 'must be at most 1 MB' : undefined;
};

/** Bounds that are kept before the tree is walked through by recursion. */
const bounded = v.pipe(
  v.looseObject({ nodes: v.array(v.unknown()) }),
  v.rawCheck(({ dataset, addIssue }) => {
    const message = dataset.typed ? excessOf(dataset.value) : undefined;
    if (message) addIssue({ message });
  }),
);

/** What `definition` of a scene is, and what draws a scene reads. */
export const sceneDefinition = v.pipe(
  bounded,
  v.looseObject({
    version: v.literal(1),
    /** `m` by default. */
    units: v.optional(v.picklist(['m', 'cm', 'mm', 'ft', 'in'])),
    environment: v.optional(environment),
    camera: v.optional(camera),
    lights: v.optional(v.pipe(v.array(light), v.maxLength(32, 'must be at most 32 lights'))),
    nodes: v.array(sceneNode),
    hotspots: v.optional(
      v.pipe(v.array(hotspot), v.maxLength(100, 'must be at most 100 hotspots')),
    ),
  }),
  v.check(({ nodes }) => {
    const ids = levelsOf(nodes)
      .flat()
      .map((it) => (it as SceneNode).id);
    return new Set(ids).size === ids.length;
  }, 'must not have two nodes of the same id'),
);

export type SceneDefinition = v.InferOutput<typeof sceneDefinition>;
