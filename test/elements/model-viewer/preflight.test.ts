import { expect } from 'chai';
import { preflight } from '../../../src/elements/model-viewer/glb/preflight.ts';
import { rawGlb, signpost, spinningBox } from './glbs.ts';

type Json = Record<string, unknown>;

/** The smallest description that passes, with parts replaced. */
const model = (parts: Json = {}): Json => ({
  asset: { version: '2.0' },
  scene: 0,
  scenes: [{ nodes: [0] }],
  nodes: [{ mesh: 0 }],
  meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
  accessors: [{ bufferView: 0, componentType: 5126, type: 'VEC3', count: 3 }],
  bufferViews: [{ buffer: 0, byteLength: 36 }],
  buffers: [{ byteLength: 36 }],
  ...parts,
});

const codeOf = (glb: Uint8Array<ArrayBuffer>): string => {
  try {
    preflight(glb.buffer);
  } catch (error) {
    return String((error as { code?: unknown }).code ?? error);
  }
  return 'passes';
};

const codeFor = (parts: Json, binaryBytes = 36): string =>
  codeOf(rawGlb(model(parts), new Uint8Array(binaryBytes)));

const accessor = (parts: Json): Json => ({
  accessors: [{ bufferView: 0, componentType: 5126, type: 'VEC3', count: 3, ...parts }],
});

const chain = (length: number): Json => ({
  nodes: Array.from({ length }, (_, at) => (at + 1 < length ? { children: [at + 1] } : {})),
});

const light = { extensions: { KHR_lights_punctual: { light: 0 } } };
const sparse = (count: number) => ({
  count,
  indices: { bufferView: 0, componentType: 5123 },
  values: { bufferView: 0 },
});

describe('the look through a GLB before it is parsed', () => {
  it('lets good models pass', async () => {
    expect(codeFor({})).to.equal('passes');
    expect(codeOf(await signpost())).to.equal('passes');
    expect(codeOf(await spinningBox())).to.equal('passes');
  });

  const cases: readonly [what: string, code: string, parts: Json][] = [
    ['an older glTF', 'unsupported_version', { asset: { version: '1.0' } }],
    ['no asset', 'unsupported_version', { asset: {} }],
    ['no scene', 'empty_model', { scenes: [], scene: undefined }],
    ['a scene that is not there', 'bad_model', { scene: 7 }],
    ['nodes that are no list', 'bad_model', { nodes: { length: 1e9 } }],
    ['a node that is null', 'bad_model', { nodes: [null] }],
    ['a child that is not there', 'bad_model', { nodes: [{ children: [3] }] }],
    ['a negative index', 'bad_model', { nodes: [{ mesh: -1 }] }],
    ['a node below itself', 'bad_model', { nodes: [{ children: [0] }] }],
    ['a ring of nodes', 'bad_model', { nodes: [{}, { children: [2] }, { children: [1] }] }],
    ['two parents', 'bad_model', { nodes: [{ children: [2] }, { children: [2] }, {}] }],
    ['a tree too deep', 'too_complex', chain(20_000)],
    ['too many nodes', 'too_complex', { nodes: Array.from({ length: 60_000 }, () => ({})) }],
    [
      'too many draws',
      'too_complex',
      { nodes: Array.from({ length: 30_000 }, () => ({ mesh: 0 })) },
    ],
    ['too many lights', 'too_complex', { nodes: Array.from({ length: 40 }, () => light) }],
    ['zeros by the gigabyte', 'too_complex', accessor({ bufferView: undefined, count: 1e9 })],
    ['a count that is no number', 'bad_model', accessor({ count: '3' })],
    ['a count beyond its view', 'bad_model', accessor({ count: 4 })],
    ['an offset beyond its view', 'bad_model', accessor({ byteOffset: 1 })],
    ['an unknown type', 'bad_model', accessor({ type: 'VEC9' })],
    ['an unknown component type', 'bad_model', accessor({ componentType: 1 })],
    ['more sparse values than values', 'bad_model', accessor({ sparse: sparse(4) })],
    [
      'sparse values beyond their view',
      'bad_model',
      accessor({ count: 1e6, bufferView: undefined, sparse: sparse(100) }),
    ],
    ['a view beyond its buffer', 'bad_model', { bufferViews: [{ buffer: 0, byteLength: 37 }] }],
    ['a buffer beyond the file', 'bad_model', { buffers: [{ byteLength: 1000 }] }],
    [
      'a buffer elsewhere',
      'external_uri',
      { buffers: [{ byteLength: 36, uri: 'https://a.example/b' }] },
    ],
    ['an image elsewhere', 'external_uri', { images: [{ uri: '../secret.png' }] }],
    ['an image by script', 'external_uri', { images: [{ uri: 'javascript:alert(1)' }] }],
    [
      'the same bytes as a thousand views',
      'too_complex',
      {
        buffers: [{ byteLength: 1e6, uri: 'data:,' }],
        bufferViews: Array.from({ length: 1000 }, () => ({ buffer: 0, byteLength: 1e6 })),
      },
    ],
    [
      'more instances than can be placed',
      'too_complex',
      {
        accessors: [{ componentType: 5120, type: 'VEC3', count: 200_000 }],
        nodes: [{ extensions: { EXT_mesh_gpu_instancing: { attributes: { TRANSLATION: 0 } } } }],
      },
    ],
    [
      'morph targets by the thousand',
      'too_complex',
      {
        accessors: [{ componentType: 5120, type: 'VEC3', count: 30_000 }],
        meshes: [
          {
            primitives: [
              {
                attributes: { POSITION: 0 },
                targets: Array.from({ length: 1000 }, () => ({ POSITION: 0 })),
              },
            ],
          },
        ],
      },
    ],
    ['Draco', 'unsupported_extension', { extensionsUsed: ['KHR_draco_mesh_compression'] }],
    ['KTX2', 'unsupported_extension', { extensionsRequired: ['KHR_texture_basisu'] }],
    ['meshopt', 'unsupported_extension', { extensionsUsed: ['EXT_meshopt_compression'] }],
    ['an unknown requirement', 'unsupported_extension', { extensionsRequired: ['ACME_magic'] }],
    ['requirements that are no list', 'bad_model', { extensionsRequired: 'KHR_materials_unlit' }],
    ['a skin of strangers', 'bad_model', { skins: [{ joints: [99] }] }],
  ];
  for (const [what, code, parts] of cases) {
    it(`refuses ${what}: ${code}`, () => expect(codeFor(parts)).to.equal(code));
  }

  it('allows what a model merely suggests', () => {
    expect(codeFor({ extensionsUsed: ['ACME_magic', 'KHR_texture_basisu'] })).to.equal('passes');
    expect(codeFor({ extensionsRequired: ['KHR_materials_unlit'] })).to.equal('passes');
  });

  it('names the extensions that it cannot do', () => {
    const glb = rawGlb(model({ extensionsRequired: ['KHR_texture_basisu'] }), new Uint8Array(36));
    expect(() => preflight(glb.buffer)).to.throw('KHR_texture_basisu');
  });

  it('refuses a mesh that is shown more often than can be drawn', () => {
    const nodes = Array.from({ length: 500 }, () => ({ mesh: 0 }));
    const accessors = [{ componentType: 5120, type: 'SCALAR', count: 100_000 }];
    expect(codeFor({ nodes, accessors })).to.equal('too_complex');
  });

  it('refuses a GLB whose inside is no description', () => {
    expect(codeOf(rawGlb('not json'))).to.equal('bad_model');
    expect(codeOf(rawGlb('[]'))).to.equal('bad_model');
    expect(codeOf(rawGlb({}).slice(0, 14))).to.equal('bad_model');
    const tooLong = rawGlb({});
    new DataView(tooLong.buffer).setUint32(12, 1e6, true);
    expect(codeOf(tooLong)).to.equal('bad_model');
  });

  it('answers every damaged file with a code, and at once', async () => {
    const whole = await signpost();
    let seed = 1;
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let round = 0; round < 300; round += 1) {
      const damaged = whole.slice();
      for (let hit = 0; hit < 8; hit += 1) damaged[12 + random(1500)] = random(256);
      const code = codeOf(damaged);
      expect(code).to.match(/^(passes|[a-z]+_[a-z]+)$/);
    }
  });
});
