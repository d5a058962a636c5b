import { Document, NodeIO, type Material, type Node, type TypedArray } from '@gltf-transform/core';
import { linearColor, type Geometry, type Vector } from './geometry.ts';

/** A physically based material, as glTF 2.0 defines it. */
export interface Surface {
  /** `#rrggbb` */
  readonly color: string;
  /** Below 1 it is blended with what lies behind. */
  readonly opacity?: number;
  readonly metal?: number;
  readonly rough: number;
  /** What it shines with by itself, `#rrggbb`. */
  readonly light?: string;
  /** Seen from behind, too. */
  readonly thin?: boolean;
}

/** A moving or still piece of a model. */
export interface Part {
  readonly name: string;
  /** Where its own origin, the point it turns about, stands in its parent. */
  readonly at?: Vector;
  readonly shapes?: readonly (readonly [surface: string, geometry: Geometry])[];
  readonly parts?: readonly Part[];
}

/** A turn of one part, repeated for ever. */
export interface Motion {
  readonly part: string;
  /** Seconds; the last must equal the clip's length. */
  readonly times: readonly number[];
  /** Degrees about `axis` at each time. */
  readonly degrees: readonly number[];
  readonly axis: Vector;
}

export interface Model {
  readonly name: string;
  readonly surfaces: Readonly<Record<string, Surface>>;
  readonly root: Part;
  readonly clip?: { readonly name: string; readonly motions: readonly Motion[] };
}

const flat = (vectors: readonly Vector[]) => new Float32Array(vectors.flat());

/** Colours as bytes; the fourth keeps each vertex at a multiple of four, as glTF demands. */
const bytes = (colors: readonly Vector[]) =>
  new Uint8Array(colors.flatMap((color) => [...color, 1].map((part) => Math.round(part * 255))));

const rotationOf = (axis: Vector, degrees: number): number[] => {
  const half = (degrees * Math.PI) / 360;
  return [...axis.map((part) => part * Math.sin(half)), Math.cos(half)];
};

/**
 * Builds a binary glTF file.
 *
 * @returns the bytes of a `.glb`
 */
export const buildGlb = async (model: Model): Promise<Uint8Array> => {
  const file = new Document();
  const buffer = file.createBuffer();
  const nodes = new Map<string, Node>();

  const accessor = (type: 'SCALAR' | 'VEC3' | 'VEC4', array: TypedArray) =>
    file.createAccessor().setType(type).setArray(array).setBuffer(buffer);

  const materials = new Map<string, Material>(
    Object.entries(model.surfaces).map(([name, look]) => {
      const opacity = look.opacity ?? 1;
      const material = file
        .createMaterial(name)
        .setBaseColorFactor([...linearColor(look.color), opacity])
        .setMetallicFactor(look.metal ?? 0)
        .setRoughnessFactor(look.rough)
        .setDoubleSided(look.thin ?? false)
        .setAlphaMode(opacity < 1 ? 'BLEND' : 'OPAQUE');
      if (look.light) material.setEmissiveFactor([...linearColor(look.light)]);
      return [name, material];
    }),
  );

  const primitive = (surface: string, geometry: Geometry) => {
    const built = file
      .createPrimitive()
      .setMaterial(materials.get(surface) ?? null)
      .setAttribute('POSITION', accessor('VEC3', flat(geometry.positions)))
      .setAttribute('NORMAL', accessor('VEC3', flat(geometry.normals)))
      .setIndices(accessor('SCALAR', new Uint16Array(geometry.indices)));
    return geometry.colors
      ? built.setAttribute('COLOR_0', accessor('VEC4', bytes(geometry.colors)).setNormalized(true))
      : built;
  };

  const nodeOf = (part: Part): Node => {
    const node = file.createNode(part.name).setTranslation([...(part.at ?? [0, 0, 0])]);
    nodes.set(part.name, node);
    if (part.shapes) {
      const mesh = file.createMesh(part.name);
      for (const [surface, geometry] of part.shapes)
        mesh.addPrimitive(primitive(surface, geometry));
      node.setMesh(mesh);
    }
    for (const child of part.parts ?? []) node.addChild(nodeOf(child));
    return node;
  };

  const scene = file.createScene(model.name).addChild(nodeOf(model.root));
  file.getRoot().setDefaultScene(scene).getAsset().generator = 'fae-widgets';

  if (model.clip) {
    const clip = file.createAnimation(model.clip.name);
    for (const { part, times, degrees, axis } of model.clip.motions) {
      const rotations = degrees.flatMap((angle) => rotationOf(axis, angle));
      const sampler = file
        .createAnimationSampler()
        .setInput(accessor('SCALAR', new Float32Array(times)))
        .setOutput(accessor('VEC4', new Float32Array(rotations)))
        .setInterpolation('LINEAR');
      const channel = file
        .createAnimationChannel()
        .setTargetNode(nodes.get(part) ?? null)
        .setTargetPath('rotation')
        .setSampler(sampler);
      clip.addSampler(sampler).addChannel(channel);
    }
  }
  return new NodeIO().writeBinary(file);
};
