import { NodeIO } from '@gltf-transform/core';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before, describe } from 'node:test';
import { safeParse } from 'valibot';
import { makeSample } from '../../../scripts/make-sample.ts';
import { sceneDefinition } from '../../../src/api/fae/scene-definition.schemas.ts';
import { createReplies } from '../../../src/platform/engines/replies.ts';
import { tokenPlace } from '../../../src/platform/prices/chains.ts';
import { sample, type SampleRecord } from '../../../src/platform/sample/records.ts';

const { products, nfts, characters, models, stories, scenes, tokens } = sample;
const all: readonly SampleRecord[] = Object.values(sample).flatMap((it) =>
  typeof it === 'number' ? [] : it,
);

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fae-sample-'));
  await makeSample(join(folder, 'first'));
});
after(() => rm(folder, { recursive: true }));

const read = (name: string) => readFile(join(folder, 'first', name));

const filesOf = ({ files = {} }: SampleRecord) => Object.values(files).flat();

const fingerprints = async (of: string) => {
  const names = (await readdir(join(folder, of))).toSorted();
  const hash = async (name: string) =>
    createHash('sha256')
      .update(await readFile(join(folder, of, name)))
      .digest('hex');
  return Promise.all(names.map(async (name) => `${name} ${await hash(name)}`));
};

describe('the sample’s records', () => {
  test('have keys of their own, and refer only to records that stand before them', () => {
    const seen = new Set<string>();
    for (const { key, refs = {} } of all) {
      assert.ok(!seen.has(key), `${key} twice`);
      for (const target of Object.values(refs)) assert.ok(seen.has(target), `${key} → ${target}`);
      seen.add(key);
    }
  });

  test('fill every role that the demo site asks for, once', () => {
    const roles = all.flatMap(({ role }) => role ?? []);
    assert.deepEqual(roles.toSorted(), [
      'agentId',
      'appId',
      'audioId',
      'characterId',
      'collectionId',
      'documentId',
      'imageId',
      'inactiveProductId',
      'modelId',
      'productId',
      'sceneId',
      'soldOutProductId',
      'storyId',
      'videoId',
      'videoNftId',
    ]);
  });

  test('name files that the build makes, and every file is used', async () => {
    const made = new Set(await readdir(join(folder, 'first')));
    const used = new Set(all.flatMap(filesOf).map(({ name }) => name));
    assert.deepEqual([...used].toSorted(), [...made].toSorted());
  });

  test('offer three active products, one of them sold out, in three currencies', () => {
    const active = products.filter(({ document }) => document['active'] === true);
    assert.equal(active.length, 3);
    assert.equal(new Set(active.map(({ document }) => document['currency'])).size, 3);
    const byRole = (role: string) => products.find((it) => it.role === role)?.document;
    assert.equal(byRole('soldOutProductId')?.['stock'], 0);
    assert.equal(byRole('inactiveProductId')?.['active'], false);
    for (const { document } of products) assert.ok(Number.isInteger(document['amount']));
  });

  test('show two dozen NFTs of every kind, and keep two private', () => {
    const shown = nfts.filter(({ document }) => document['public'] === true);
    assert.equal(shown.length, 24);
    assert.equal(nfts.length - shown.length, 2);
    const kinds = new Set(shown.map(({ document }) => document['nftKind']));
    assert.deepEqual([...kinds].toSorted(), ['collection', 'edition', 'master']);
    const film = nfts.find(({ role }) => role === 'videoNftId');
    assert.ok(film?.files?.['animation'] && film.document['public'] === true);
  });

  test('number the editions of a master without gaps', () => {
    const editions = nfts.filter(({ document }) => document['nftKind'] === 'edition');
    assert.deepEqual(
      editions.map(({ document }) => document['editionNumber']),
      editions.map((_, index) => index + 1),
    );
    for (const { document, refs } of editions) {
      assert.equal(document['editionCount'], editions.length);
      assert.equal(refs?.['master'], 'nft-orrery');
    }
  });
});

describe('the sample’s content', () => {
  test('has finished stories, and one whose notes nobody is to see yet', () => {
    const published = stories.filter(({ document }) => document['published'] === true);
    assert.equal(published.length, stories.length - 1);
    for (const { document } of published) assert.equal(document['notes'], undefined);
  });

  test('has scenes of the sample’s own models, as the contract describes them', () => {
    const keys = new Set(models.map(({ key }) => key));
    for (const { document, refs = {} } of scenes) {
      assert.ok(Object.values(refs).every((key) => keys.has(key)));
      const definition = safeParse(sceneDefinition, document['definition']);
      assert.deepEqual(definition.issues, undefined);
    }
  });

  test('has tokens on several chains, with addresses that could be real', () => {
    for (const { document } of tokens) {
      const place = tokenPlace(String(document['chain']), String(document['address']));
      assert.deepEqual(place, { chain: document['chain'], address: document['address'] });
    }
    assert.ok(new Set(tokens.map(({ document }) => document['chain'])).size >= 3);
  });
});

describe('the sample’s characters', () => {
  const replies = createReplies({ env: {}, standIns: true });
  for (const { key, document } of characters) {
    test(`${key} has an answer of its own to each of its prompts`, async () => {
      const prompts = document['prompts'] as string[];
      assert.ok(prompts.length >= 3);
      const answers = new Set<string>();
      for (const text of prompts) {
        const signal = AbortSignal.timeout(20_000);
        const reply = await replies?.reply({ character: document, text, history: [], signal });
        const plain = reply?.text.replaceAll('**', '') ?? '';
        const sentences = String(document['background']).split(/(?<=\.) /);
        assert.ok(
          sentences.some((sentence) => plain.includes(sentence)) || /scripted/.test(plain),
          `${text} → ${plain}`,
        );
        answers.add(plain);
      }
      assert.equal(answers.size, prompts.length);
    });
  }
});

describe('the sample’s files', () => {
  test('are the same bytes in every build', async () => {
    await makeSample(join(folder, 'second'));
    assert.deepEqual(await fingerprints('second'), await fingerprints('first'));
  });

  test('stay small', async () => {
    const limits: Readonly<Record<string, number>> = {
      svg: 45_000,
      glb: 300_000,
      webm: 150_000,
      wav: 170_000,
      pdf: 5_000,
    };
    for (const name of await readdir(join(folder, 'first'))) {
      const limit = limits[name.split('.').at(-1) ?? ''] ?? 0;
      const { byteLength } = await read(name);
      assert.ok(byteLength <= limit, `${name}: ${String(byteLength)} bytes`);
    }
  });

  test('that are pictures stand alone: no script, no address, no missing paint', async () => {
    const pictures = all.flatMap(filesOf).filter(({ mimeType }) => mimeType === 'image/svg+xml');
    assert.ok(pictures.length > 0);
    for (const { name } of pictures) {
      const text = (await read(name)).toString();
      assert.match(text, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 (\d+) \1">/);
      assert.doesNotMatch(text, /<script|NaN|undefined|Infinity|\son\w+=/, name);
      assert.equal(text.match(/https?:/g)?.length, 1, `${name} names another address`);
      const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      assert.equal(new Set(ids).size, ids.length, `${name} has an id twice`);
      for (const [, id] of text.matchAll(/url\(#([^)]+)\)|href="#([^"]+)"/g)) {
        if (id !== undefined) assert.ok(ids.includes(id), `${name}: #${id}`);
      }
    }
  });

  test('that are sounds are never clipped, and end in silence', async () => {
    const bytes = await read('tidebells.wav');
    const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44));
    const loudest = Math.max(...samples.map(Math.abs));
    assert.ok(loudest > 15_000 && loudest < 32_000, String(loudest));
    assert.ok(samples.subarray(-100).every((it) => Math.abs(it) < 300));
  });

  test('that are documents are PDF, with every object where the table says', async () => {
    const text = (await read('visitors-guide.pdf')).toString('latin1');
    assert.match(text, /^%PDF-1\.4\n[^]*%%EOF\n$/);
    const start = Number(/startxref\n(\d+)/.exec(text)?.[1]);
    assert.ok(text.startsWith('xref\n', start));
    const offsets = [...text.slice(start).matchAll(/^(\d{10}) 00000 n /gm)];
    for (const [index, [, offset]] of offsets.entries()) {
      assert.ok(text.startsWith(`${index + 1} 0 obj\n`, Number(offset)));
    }
  });

  test('that are films are WebM', async () => {
    const film = await read('aurora-drill.webm');
    assert.deepEqual([...film.subarray(0, 4)], [0x1a, 0x45, 0xdf, 0xa3]);
  });

  for (const { key, files } of models) {
    test(`${key} can be read again: normals of length 1, indices in range, a sane size`, async () => {
      const file = files?.['url'];
      assert.ok(file && 'name' in file);
      const root = (await new NodeIO().readBinary(await read(file.name))).getRoot();
      const low = [Infinity, Infinity, Infinity];
      const high = [-Infinity, -Infinity, -Infinity];
      for (const primitive of root.listMeshes().flatMap((mesh) => mesh.listPrimitives())) {
        const positions = primitive.getAttribute('POSITION');
        const normals = primitive.getAttribute('NORMAL');
        const indices = primitive.getIndices();
        assert.ok(positions && normals && indices && primitive.getMaterial());
        for (let index = 0; index < normals.getCount(); index += 1) {
          const length = Math.hypot(...normals.getElement(index, [0, 0, 0]));
          assert.ok(Math.abs(length - 1) < 1e-3, `normal of length ${String(length)}`);
        }
        assert.ok(Math.max(...(indices.getArray() ?? [])) < positions.getCount());
        const [min, max] = [positions.getMin([0, 0, 0]), positions.getMax([0, 0, 0])];
        for (const axis of [0, 1, 2]) {
          low[axis] = Math.min(low[axis] ?? 0, min[axis] ?? 0);
          high[axis] = Math.max(high[axis] ?? 0, max[axis] ?? 0);
        }
      }
      const height = (high[1] ?? 0) - (low[1] ?? 0);
      assert.ok(height > 0.3 && height < 2, `${String(height)} m high`);
    });
  }

  test('one model moves, and its loop ends as it begins', async () => {
    const root = (await new NodeIO().readBinary(await read('model-pip.glb'))).getRoot();
    const [clip] = root.listAnimations();
    assert.equal(clip?.getName(), 'Wave');
    for (const channel of clip.listChannels()) {
      const output = channel.getSampler()?.getOutput();
      assert.ok(output && channel.getTargetNode());
      const first = output.getElement(0, [0, 0, 0, 0]);
      const last = output.getElement(output.getCount() - 1, [0, 0, 0, 0]);
      for (const [index, value] of first.entries()) {
        assert.ok(Math.abs(value - (last[index] ?? 0)) < 1e-5);
      }
    }
  });
});
