import { Document, WebIO, type Material } from '@gltf-transform/core';

type Vector = [number, number, number];

interface Shape {
  readonly positions: Float32Array<ArrayBuffer>;
  readonly normals: Float32Array<ArrayBuffer>;
  readonly indices: Uint16Array<ArrayBuffer>;
}

const box = ([width, height, depth]: Vector): Shape => {
  const positions: number[] = [];
  const normals: number[] = [];
  const indices: number[] = [];
  for (let axis = 0; axis < 3; axis += 1) {
    for (const side of [-1, 1]) {
      const first = positions.length / 3;
      for (const [u, v] of [
        [-1, -1],
        [1, -1],
        [1, 1],
        [-1, 1],
      ] as const) {
        const corner: Vector = [0, 0, 0];
        corner[axis] = side;
        corner[(axis + 1) % 3] = u * side;
        corner[(axis + 2) % 3] = v;
        positions.push(corner[0] * width * 0.5, corner[1] * height * 0.5, corner[2] * depth * 0.5);
        const normal: Vector = [0, 0, 0];
        normal[axis] = side;
        normals.push(...normal);
      }
      indices.push(first, first + 1, first + 2, first, first + 2, first + 3);
    }
  }
  return {
    positions: new Float32Array(positions),
    normals: new Float32Array(normals),
    indices: new Uint16Array(indices),
  };
};

export const ball = (radius: number, rings = 32): Shape => {
  const positions: number[] = [];
  const normals: number[] = [];
  const indices: number[] = [];
  for (let ring = 0; ring <= rings; ring += 1) {
    for (let slice = 0; slice <= rings * 2; slice += 1) {
      const down = (ring / rings) * Math.PI;
      const around = (slice / rings) * Math.PI;
      const normal = [
        Math.sin(down) * Math.sin(around),
        Math.cos(down),
        Math.sin(down) * Math.cos(around),
      ];
      normals.push(...normal);
      positions.push(...normal.map((it) => it * radius));
      if (ring === rings || slice === rings * 2) continue;
      const here = ring * (rings * 2 + 1) + slice;
      const below = here + rings * 2 + 1;
      indices.push(here, below, here + 1, here + 1, below, below + 1);
    }
  }
  return {
    positions: new Float32Array(positions),
    normals: new Float32Array(normals),
    indices: new Uint16Array(indices),
  };
};

interface Part {
  readonly shape: Shape;
  readonly at?: Vector;
  readonly colour?: Vector;
  readonly metallic?: number;
  readonly roughness?: number;
  readonly picture?: Uint8Array<ArrayBuffer>;
}

const materialOf = (document: Document, part: Part): Material => {
  const material = document
    .createMaterial()
    .setBaseColorFactor([...(part.colour ?? [0.8, 0.8, 0.8]), 1])
    .setMetallicFactor(part.metallic ?? 0)
    .setRoughnessFactor(part.roughness ?? 0.6);
  if (part.picture) {
    const texture = document.createTexture().setImage(part.picture).setMimeType('image/png');
    material.setBaseColorTexture(texture);
  }
  return material;
};

const documentOf = (parts: readonly Part[]): Document => {
  const document = new Document();
  const buffer = document.createBuffer();
  const scene = document.createScene();
  for (const part of parts) {
    const { positions, normals, indices } = part.shape;
    const accessor = (type: 'VEC3' | 'VEC2' | 'SCALAR', array: Float32Array | Uint16Array) =>
      document.createAccessor().setBuffer(buffer).setType(type).setArray(array.slice());
    const primitive = document
      .createPrimitive()
      .setAttribute('POSITION', accessor('VEC3', positions))
      .setAttribute('NORMAL', accessor('VEC3', normals))
      .setIndices(accessor('SCALAR', indices))
      .setMaterial(materialOf(document, part));
    if (part.picture) {
      const uvs = new Float32Array((positions.length / 3) * 2).map((_, at) => (at >> 1) % 2);
      primitive.setAttribute('TEXCOORD_0', accessor('VEC2', uvs));
    }
    const mesh = document.createMesh().addPrimitive(primitive);
    scene.addChild(
      document
        .createNode()
        .setMesh(mesh)
        .setTranslation(part.at ?? [0, 0, 0]),
    );
  }
  return document;
};

const bytesOf = async (document: Document): Promise<Uint8Array<ArrayBuffer>> => {
  const bytes = await new WebIO().writeBinary(document);
  return new Uint8Array(bytes);
};

/** A GLB of some coloured parts. */
export const glbOf = (...parts: readonly Part[]): Promise<Uint8Array<ArrayBuffer>> =>
  bytesOf(documentOf(parts));

/** Something with a front, sides and a back that all look different. */
export const signpost = (): Promise<Uint8Array<ArrayBuffer>> =>
  glbOf(
    { shape: box([0.2, 1.6, 0.2]), at: [0, 0.8, 0], colour: [0.5, 0.4, 0.3] },
    { shape: box([1, 0.4, 0.1]), at: [0.4, 1.3, 0.12], colour: [0.9, 0.1, 0.1] },
    { shape: box([0.1, 0.3, 1]), at: [-0.12, 0.8, 0.3], colour: [0.1, 0.2, 0.9] },
  );

/** A box that turns around its axis for as long as it plays. */
export const spinningBox = (): Promise<Uint8Array<ArrayBuffer>> => {
  const document = documentOf([{ shape: box([1, 0.5, 0.3]), colour: [0.1, 0.6, 0.3] }]);
  const [buffer] = document.getRoot().listBuffers();
  const [node] = document.getRoot().listNodes();
  const half = Math.SQRT1_2;
  const accessor = (type: 'VEC4' | 'SCALAR', values: readonly number[]) =>
    document
      .createAccessor()
      .setBuffer(buffer ?? null)
      .setType(type)
      .setArray(new Float32Array(values));
  const sampler = document
    .createAnimationSampler()
    .setInput(accessor('SCALAR', [0, 0.5, 1]))
    .setOutput(accessor('VEC4', [0, 0, 0, 1, 0, half, 0, half, 0, 1, 0, 0]));
  const channel = document
    .createAnimationChannel()
    .setSampler(sampler)
    .setTargetNode(node ?? null)
    .setTargetPath('rotation');
  document.createAnimation('Spin').addSampler(sampler).addChannel(channel);
  return bytesOf(document);
};

const pad = (bytes: Uint8Array, filler: number): Uint8Array => {
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4).fill(filler);
  padded.set(bytes);
  return padded;
};

/** A GLB around any description, however wrong it is. */
export const rawGlb = (
  json: unknown,
  binary: Uint8Array = new Uint8Array(),
): Uint8Array<ArrayBuffer> => {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  const description = pad(new TextEncoder().encode(text), 0x20);
  const data = pad(binary, 0);
  const total = 12 + 8 + description.length + (data.length ? 8 + data.length : 0);
  const glb = new Uint8Array(total);
  const view = new DataView(glb.buffer);
  [0x46546c67, 2, total, description.length, 0x4e4f534a].forEach((word, at) => {
    view.setUint32(at * 4, word, true);
  });
  glb.set(description, 20);
  if (data.length) {
    view.setUint32(20 + description.length, data.length, true);
    view.setUint32(24 + description.length, 0x004e4942, true);
    glb.set(data, 28 + description.length);
  }
  return glb;
};
