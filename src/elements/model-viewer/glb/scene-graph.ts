import { ElementError } from '../../../ui/failure.ts';
import { badModel, indexOf, indicesOf, partOf, partsOf, type Part } from './gltf.ts';

const limits = {
  /** Nodes below one another. */
  depth: 512,
  joints: 1024,
  /** Every light makes every pixel dearer and is compiled into every shader. */
  lights: 16,
  draws: 20_000,
  instances: 100_000,
  /** Each morph target of a vertex counts as another one. */
  vertices: 20_000_000,
} as const;

type Limited = keyof typeof limits;

const check = (what: Limited, value: number): void => {
  if (value <= limits[what]) return;
  const message = `The model has too many ${what}: ${value}; ${limits[what]} is the limit.`;
  throw new ElementError('too_complex', message);
};

const extension = (node: Part, name: string): Part => partOf(partOf(node, 'extensions'), name);

/** The loader descends from node to node by recursion: loops and great depths would end it. */
const checkTree = (nodes: readonly Part[]): void => {
  const children = nodes.map((node) => indicesOf(node, 'children', nodes.length));
  const parents = new Set<number>();
  for (const child of children.flat()) {
    if (parents.has(child)) throw badModel('a node has two parents');
    parents.add(child);
  }
  let level = nodes.map((_, at) => at).filter((at) => !parents.has(at));
  let reached = 0;
  for (let depth = 1; level.length; depth += 1) {
    check('depth', depth);
    reached += level.length;
    level = level.flatMap((at) => children[at] ?? []);
  }
  if (reached < nodes.length) throw badModel('a node is its own ancestor');
};

/** Vertices and draws of each mesh. */
const meshCosts = (document: Part): readonly { vertices: number; draws: number }[] => {
  const accessors = partsOf(document, 'accessors');
  return partsOf(document, 'meshes').map((mesh) => {
    const primitives = partsOf(mesh, 'primitives');
    let vertices = 0;
    for (const primitive of primitives) {
      const attributes = partOf(primitive, 'attributes');
      for (const name of Object.keys(attributes)) indexOf(attributes, name, accessors.length);
      const counts = [
        indexOf(primitive, 'indices', accessors.length),
        indexOf(attributes, 'POSITION', accessors.length),
      ].map((at) => Number(accessors[at ?? -1]?.['count'] ?? 0));
      vertices += Math.max(...counts) * (1 + partsOf(primitive, 'targets').length);
    }
    return { vertices, draws: primitives.length };
  });
};

const instances = (node: Part, accessors: readonly Part[]): number => {
  const attributes = partOf(extension(node, 'EXT_mesh_gpu_instancing'), 'attributes');
  const counts = Object.keys(attributes).map((name) =>
    Number(accessors[indexOf(attributes, name, accessors.length) ?? -1]?.['count']),
  );
  return Math.max(1, ...counts);
};

/**
 * Checks that the nodes form trees of a sane depth, and that drawing them once is bearable: a small
 * file can show one mesh thousands of times.
 */
export const checkSceneGraph = (document: Part): void => {
  const nodes = partsOf(document, 'nodes');
  checkTree(nodes);
  const accessors = partsOf(document, 'accessors');
  const costs = meshCosts(document);
  let lights = 0;
  let draws = 0;
  let copies = 0;
  let vertices = 0;
  for (const node of nodes) {
    const cost = costs[indexOf(node, 'mesh', costs.length) ?? -1];
    const here = instances(node, accessors);
    draws += cost?.draws ?? 0;
    copies += here;
    vertices += (cost?.vertices ?? 0) * here;
    if (extension(node, 'KHR_lights_punctual')['light'] !== undefined) lights += 1;
  }
  check('lights', lights);
  check('draws', draws);
  check('instances', copies);
  check('vertices', vertices);
  for (const skin of partsOf(document, 'skins')) {
    check('joints', indicesOf(skin, 'joints', nodes.length).length);
  }
  for (const scene of partsOf(document, 'scenes')) indicesOf(scene, 'nodes', nodes.length);
  indexOf(document, 'scene', partsOf(document, 'scenes').length);
};
