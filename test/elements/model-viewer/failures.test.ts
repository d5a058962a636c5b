import { expect } from 'chai';
import { http, HttpResponse } from 'msw';
import type { FaeModelViewerElement } from '../../../src/elements/model-viewer/model-viewer-element.ts';
import type { FaeErrorEvent } from '../../../src/ui/events.ts';
import {
  cleanUp,
  event,
  find,
  fixture,
  html,
  servers,
  state,
  until,
} from '../../support/browser.ts';
import { faults, faultyEndpoint, startFaults } from '../../support/faults.ts';
import { rawGlb, signpost } from './glbs.ts';
import { addressOf, pixelsOf, replace, readyViewer, shareOf, signpostAddress } from './viewers.ts';

const contentPath = '/faults/models/:id/content';

/** What becomes of a viewer of some bytes. */
const failureOf = async (bytes: Uint8Array<ArrayBuffer> | string): Promise<FaeErrorEvent> => {
  const element = await fixture<FaeModelViewerElement>(html`<fae-model-viewer></fae-model-viewer>`);
  const failed = event<FaeErrorEvent>(element, 'fae-error');
  element.src = addressOf(bytes);
  return failed;
};

const texture = (uri: string) => ({
  asset: { version: '2.0' },
  scenes: [{ nodes: [0] }],
  nodes: [{ mesh: 0 }],
  meshes: [{ primitives: [{ attributes: { POSITION: 0 }, material: 0 }] }],
  accessors: [{ componentType: 5126, type: 'VEC3', count: 3, min: [0, 0, 0], max: [1, 1, 1] }],
  materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 0 } } }],
  textures: [{ source: 0 }],
  images: [{ uri }],
});

/** A triangle whose data are at hand, with parts of its description replaced. */
const triangle = (values: readonly number[], parts: object = {}) => {
  const data = new Uint8Array(new Float32Array(values).buffer);
  return rawGlb(
    {
      asset: { version: '2.0' },
      scenes: [{ nodes: [0] }],
      nodes: [{ mesh: 0 }],
      meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
      accessors: [
        {
          bufferView: 0,
          componentType: 5126,
          type: 'VEC3',
          count: 3,
          min: [0, 0, 0],
          max: [1, 1, 0],
        },
      ],
      bufferViews: [{ buffer: 0, byteLength: 36 }],
      buffers: [{ byteLength: 36 }],
      ...parts,
    },
    data,
  );
};

const half = (await signpost()).slice(0, 700);

describe('<fae-model-viewer> when something is wrong', () => {
  before(startFaults);
  after(() => faults.stop());
  afterEach(() => {
    cleanUp();
    faults.resetHandlers();
  });

  const cases: readonly [what: string, code: string, bytes: Uint8Array<ArrayBuffer> | string][] = [
    ['a page', 'not_glb', '<!doctype html><title>Not found</title>'],
    ['an error report', 'not_glb', '{"error":"no such model"}'],
    ['nothing', 'not_glb', ''],
    ['half a model', 'truncated', half],
    ['a damaged description', 'bad_model', rawGlb('{"asset":')],
    ['a link elsewhere', 'external_uri', rawGlb(texture('https://elsewhere.example/a.png'))],
    [
      'a billion zeros',
      'too_complex',
      rawGlb({
        ...texture('data:,'),
        accessors: [{ componentType: 5126, type: 'VEC3', count: 1e9 }],
      }),
    ],
    ['points that are all one', 'empty_model', triangle([1, 1, 1, 1, 1, 1, 1, 1, 1])],
    ['points that are no numbers', 'empty_model', triangle(Array.from({ length: 9 }, () => NaN))],
    [
      'a material that is not there',
      'bad_model',
      triangle([0, 0, 0, 1, 0, 0, 0, 1, 0], {
        meshes: [{ primitives: [{ attributes: { POSITION: 0 }, material: 5 }] }],
      }),
    ],
    [
      'a scene without anything',
      'empty_model',
      rawGlb({ asset: { version: '2.0' }, scenes: [{}] }),
    ],
  ];
  for (const [what, code, bytes] of cases) {
    it(`says what it is about ${what}: ${code}`, async () => {
      expect((await failureOf(bytes)).code).to.equal(code);
    });
  }

  it('asks no other host for what a model refers to', async () => {
    const before = performance.getEntriesByType('resource').length;
    await failureOf(rawGlb(texture('https://elsewhere.example/a.png')));
    const asked = performance.getEntriesByType('resource').slice(before);
    expect(asked.filter(({ name }) => name.includes('elsewhere'))).to.deep.equal([]);
  });

  it('shows a model whose image cannot be read, without the image', async () => {
    const glb = triangle([0, 0, 0, 1, 0, 0, 0, 1, 0], {
      meshes: [{ primitives: [{ attributes: { POSITION: 0 }, material: 0 }] }],
      materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 0 } } }],
      textures: [{ source: 0 }],
      images: [{ uri: 'data:image/png;base64,AAAA' }],
    });
    await readyViewer(html`<fae-model-viewer src=${addressOf(glb)}></fae-model-viewer>`);
  });

  it('shows the page’s own fallback, why, and a way to try again', async () => {
    const element = await fixture(html`
      <fae-model-viewer src=${addressOf('<!doctype html>')}><p>A photo</p></fae-model-viewer>
    `);
    await state(element, 'error');
    expect(find(element, '[role="alert"]').textContent).to.contain('not a 3D model');
    expect(find<HTMLSlotElement>(element, 'slot:not([name])').assignedElements()).to.have.length(1);
    expect(find(element, '.stage').checkVisibility()).to.equal(false);
  });

  it('is ready again after another try', async () => {
    let asked = 0;
    const glb = await signpost();
    faults.use(
      http.get(contentPath, () => {
        asked += 1;
        return HttpResponse.arrayBuffer((asked === 1 ? glb.slice(0, 500) : glb).buffer);
      }),
    );
    const element = await fixture(html`
      <fae-model-viewer endpoint=${faultyEndpoint} model-id="a"></fae-model-viewer>
    `);
    await state(element, 'error');
    find<HTMLButtonElement>(element, '.failure button').click();
    await state(element, 'ready');
    expect(asked).to.equal(2);
    expect(shareOf(pixelsOf(element), 0)).to.be.greaterThan(0.01);
  });

  it('tells a stream that dies from one that ends', async () => {
    const glb = await signpost();
    faults.use(
      http.get(contentPath, () => {
        const body = new ReadableStream({
          start: (controller) => controller.enqueue(glb.slice(0, 600)),
          pull: (controller) => controller.error(new Error('gone')),
        });
        return new HttpResponse(body);
      }),
    );
    const element = await fixture<FaeModelViewerElement>(html`
      <fae-model-viewer endpoint=${faultyEndpoint} model-id="a"></fae-model-viewer>
    `);
    const failed = await event<FaeErrorEvent>(element, 'fae-error');
    expect(failed.retryable).to.equal(true);
  });

  for (const [status, code] of [
    [404, 'not_found'],
    [403, 'forbidden'],
  ] as const) {
    it(`passes on what the server says: ${status}`, async () => {
      faults.use(http.get(contentPath, () => HttpResponse.json({ error: 'no' }, { status })));
      const element = await fixture(html`
        <fae-model-viewer endpoint=${faultyEndpoint} model-id="a"></fae-model-viewer>
      `);
      expect((await event<FaeErrorEvent>(element, 'fae-error')).code).to.equal(code);
    });
  }

  it('says that an unknown model is no longer there', async () => {
    const element = await fixture(html`
      <fae-model-viewer endpoint=${servers.endpoint} model-id="64f1c0ffee64f1c0ffee64f1">
      </fae-model-viewer>
    `);
    expect((await event<FaeErrorEvent>(element, 'fae-error')).code).to.equal('not_found');
    expect(find(element, '[role="alert"]').textContent).to.contain('no longer available');
  });

  it('loads from no address that is not one', async () => {
    for (const src of ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,hi']) {
      const element = await fixture(html`<fae-model-viewer src=${src}></fae-model-viewer>`);
      expect((await event<FaeErrorEvent>(element, 'fae-error')).code).to.equal('invalid_request');
    }
  });

  it('says so when the browser has no WebGL', async () => {
    const frame = document.createElement('iframe');
    frame.src = '/test/elements/model-viewer/no-webgl.html';
    document.body.append(frame);
    await event(frame, 'load');
    const viewer = await until(() => frame.contentDocument?.querySelector('fae-model-viewer'));
    viewer.setAttribute('src', signpostAddress);
    await state(viewer, 'error');
    expect(viewer.shadowRoot?.textContent).to.contain('cannot show 3D models');
    expect(viewer.shadowRoot?.querySelector('[part="poster"]')).not.to.equal(null);
    frame.remove();
  });

  it('ends the download when it is removed in the middle of it', async () => {
    const glb = await signpost();
    const signals: AbortSignal[] = [];
    const restore = replace(window, 'fetch', (fetch) => (input, init) => {
      if (input !== signpostAddress || !init?.signal) return fetch(input, init);
      signals.push(init.signal);
      const body = new ReadableStream({ start: (it) => it.enqueue(glb.slice(0, 600)) });
      return Promise.resolve(new Response(body));
    });
    try {
      const element = await fixture(html`
        <fae-model-viewer src=${signpostAddress}></fae-model-viewer>
      `);
      await event(element, 'progress');
      element.remove();
      await until(() => signals[0]?.aborted);
    } finally {
      restore();
    }
  });

  it('shows the model that was asked for last, not the one that comes last', async () => {
    const other = addressOf(triangle([0, 0, 0, 1, 0, 0, 0, 1, 0]));
    const element = await fixture<FaeModelViewerElement>(html`
      <fae-model-viewer src=${other}></fae-model-viewer>
    `);
    await state(element, 'loading');
    element.src = signpostAddress;
    await state(element, 'ready');
    expect(shareOf(pixelsOf(element), 0)).to.be.greaterThan(0.01);
  });
});
