import { expect } from 'chai';
import type { FaeModelViewerElement } from '../../../src/elements/model-viewer/model-viewer-element.ts';
import type { FaeErrorEvent } from '../../../src/ui/events.ts';
import { cleanUp, event, find, fixture, html, state, until } from '../../support/browser.ts';
import { ball, glbOf, rawGlb, spinningBox } from './glbs.ts';
import { addressOf, pixelsOf, readyViewer, replace, shareOf, signpostAddress } from './viewers.ts';

const pause = (milliseconds: number): Promise<unknown> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

const positions = new Uint8Array(new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]).buffer);
const triangle = (parts: object): Uint8Array<ArrayBuffer> =>
  rawGlb(
    {
      asset: { version: '2.0' },
      scenes: [{ nodes: [0] }],
      nodes: [{ mesh: 0 }],
      meshes: [{ primitives: [{ attributes: { POSITION: 0 }, material: 0 }] }],
      materials: [{}],
      accessors: [{ bufferView: 0, componentType: 5126, type: 'VEC3', count: 3 }],
      bufferViews: [{ buffer: 0, byteLength: 36 }],
      buffers: [{ byteLength: 36 }],
      ...parts,
    },
    positions,
  );

/** A mesh that hangs on a bone which does not exist. */
const looseSkin = (): Uint8Array<ArrayBuffer> => {
  const data = new Uint8Array(36 + 48 + 12);
  data.set(positions);
  data.set(new Uint8Array(new Float32Array(12).fill(1).buffer), 36);
  data.fill(200, 84);
  const view = (byteOffset: number, byteLength: number) => ({ buffer: 0, byteOffset, byteLength });
  return rawGlb(
    {
      asset: { version: '2.0' },
      scenes: [{ nodes: [0, 1] }],
      nodes: [{ mesh: 0, skin: 0 }, {}],
      skins: [{ joints: [1] }],
      meshes: [{ primitives: [{ attributes: { POSITION: 0, WEIGHTS_0: 1, JOINTS_0: 2 } }] }],
      accessors: [
        { bufferView: 0, componentType: 5126, type: 'VEC3', count: 3 },
        { bufferView: 1, componentType: 5126, type: 'VEC4', count: 3 },
        { bufferView: 2, componentType: 5121, type: 'VEC4', count: 3 },
      ],
      bufferViews: [view(0, 36), view(36, 48), view(84, 12)],
      buffers: [{ byteLength: 96 }],
    },
    data,
  );
};

/** Pixels with anything on them, the shadow too. */
const inked = (element: Element): number =>
  pixelsOf(element).filter((value, at) => at % 4 === 3 && value > 0).length;

/** The graphics context that draws. */
const contextInUse = async (viewer: Element): Promise<WebGL2RenderingContext> => {
  const found: WebGL2RenderingContext[] = [];
  const restore = replace(
    WebGL2RenderingContext.prototype,
    'drawElements',
    (draw) =>
      function (this: WebGL2RenderingContext, ...args) {
        found.push(this);
        Reflect.apply(draw, this, args);
      },
  );
  find(viewer, '.stage').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
  const context = await until(() => found[0]);
  restore();
  return context;
};

const withGlass = {
  extensionsUsed: ['KHR_materials_transmission'],
  materials: [{ extensions: { KHR_materials_transmission: { transmissionFactor: 1 } } }],
};

describe('<fae-model-viewer> in the long run', () => {
  afterEach(cleanUp);

  it('shows the last of ten models that follow each other quickly', async () => {
    const element = await readyViewer();
    const other = addressOf(await spinningBox());
    for (let turn = 0; turn < 10; turn += 1) {
      element.src = turn % 2 ? signpostAddress : other;
      await pause(turn * 12);
    }
    await state(element, 'ready');
    expect(shareOf(pixelsOf(element), 0)).to.be.greaterThan(0.01);
  });

  it('is ready in the end, whenever it is removed and put back', async () => {
    for (const milliseconds of [0, 5, 15, 30, 60]) {
      const element = await fixture(html`
        <fae-model-viewer src=${signpostAddress}></fae-model-viewer>
      `);
      const parent = element.parentElement;
      await pause(milliseconds);
      element.remove();
      await pause(milliseconds);
      parent?.append(element);
      await state(element, 'ready');
    }
  });

  it('no longer draws a model whose address is taken away', async () => {
    const element = await readyViewer(html`
      <fae-model-viewer src=${signpostAddress} auto-rotate></fae-model-viewer>
    `);
    await event(element, 'camera-change');
    element.src = undefined;
    await state(element, 'idle');
    let moves = 0;
    element.addEventListener('camera-change', () => (moves += 1));
    await pause(200);
    expect(moves).to.equal(0);
  });

  it('shows a poster that takes the place of a broken one', async () => {
    const element = await fixture<FaeModelViewerElement>(html`
      <fae-model-viewer poster="data:image/png;base64,AAAA"></fae-model-viewer>
    `);
    const image = find<HTMLImageElement>(element, 'img');
    await until(() => !image.checkVisibility());
    element.poster =
      'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
    await until(() => image.checkVisibility());
  });

  it('says that a model is damaged whose bones are not there', async () => {
    const element = await fixture<FaeModelViewerElement>(
      html`<fae-model-viewer></fae-model-viewer>`,
    );
    const failed = event<FaeErrorEvent>(element, 'fae-error');
    element.src = addressOf(looseSkin());
    expect((await failed).code).to.equal('bad_model');
  });

  it('says so when a model cannot be drawn, and draws the others', async () => {
    const element = await readyViewer();
    const failed = event<FaeErrorEvent>(element, 'fae-error');
    let breaks = 1;
    const restore = replace(
      WebGL2RenderingContext.prototype,
      'clear',
      (clear) =>
        function (this: WebGL2RenderingContext, mask) {
          breaks -= 1;
          if (breaks === 0) throw new Error('the driver is gone');
          Reflect.apply(clear, this, [mask]);
        },
    );
    try {
      find(element, '.stage').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
      expect((await failed).code).to.equal('bad_model');
    } finally {
      restore();
    }
    await readyViewer();
  });

  it('fetches nothing that a model spells out itself', async () => {
    const asked: string[] = [];
    const restore = replace(window, 'fetch', (fetch) => (input, init) => {
      asked.push(String(input instanceof Request ? input.url : input));
      return fetch(input, init);
    });
    const data = btoa(String.fromCharCode(...positions));
    const pixel = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
    const src = addressOf(
      triangle({
        buffers: [{ byteLength: 36, uri: `data:application/octet-stream;base64,${data}` }],
        materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 0 } } }],
        textures: [{ source: 0 }],
        images: [{ uri: `data:image/gif;base64,${pixel}` }],
      }),
    );
    try {
      await readyViewer(html`<fae-model-viewer src=${src}></fae-model-viewer>`);
    } finally {
      restore();
    }
    expect(asked).to.deep.equal([src]);
  });

  it('leaves out an image that would unpack to a gigabyte', async () => {
    const header = new Uint8Array(33);
    header.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 73, 72, 68, 82]);
    new DataView(header.buffer).setUint32(16, 16_384);
    new DataView(header.buffer).setUint32(20, 16_384);
    const src = addressOf(await glbOf({ shape: ball(1, 8), picture: header }));
    let decoded = 0;
    const restore = replace(window, 'createImageBitmap', (create) => (...args: unknown[]) => {
      decoded += 1;
      return Reflect.apply(create, window, args) as Promise<ImageBitmap>;
    });
    try {
      await readyViewer(html`<fae-model-viewer src=${src}></fae-model-viewer>`);
    } finally {
      restore();
    }
    expect(decoded).to.equal(0);
  });

  it('draws no more pixels on a giant stage than a browser can', async () => {
    const element = await readyViewer(html`
      <fae-model-viewer src=${signpostAddress} style="inline-size: 100px; block-size: 20000px">
      </fae-model-viewer>
    `);
    expect(find<HTMLCanvasElement>(element, 'canvas').height).to.equal(4096);
  });

  it('shows something from wherever camera-orbit says, and can be turned', async () => {
    for (const orbit of ['1e400deg 1e400rad 1e400m', '1e300deg 70deg 1e30m', '💥', 'NaN NaN NaN']) {
      const element = await readyViewer(html`
        <fae-model-viewer src=${signpostAddress} camera-orbit=${orbit}></fae-model-viewer>
      `);
      expect(inked(element), orbit).to.be.greaterThan(0);
      const moved = event(element, 'camera-change');
      find(element, '.stage').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
      await moved;
    }
  });

  it('draws a model whole that came while the context was lost', async () => {
    const first = await readyViewer(html`
      <fae-model-viewer src=${signpostAddress} style="inline-size: 200px"></fae-model-viewer>
    `);
    const context = await contextInUse(first);
    const loss = context.getExtension('WEBGL_lose_context');
    loss?.loseContext();
    const add = (): Element => {
      const viewer = first.cloneNode() as Element;
      viewer.setAttribute('loading', 'eager');
      first.parentElement?.append(viewer);
      return viewer;
    };
    const during = add();
    await state(during, 'loading');
    await pause(400);
    await until(() => {
      if (context.isContextLost()) loss?.restoreContext();
      return !context.isContextLost();
    });
    await state(during, 'ready');
    const after = add();
    await state(after, 'loading');
    await state(after, 'ready');
    expect(inked(during) / inked(after)).to.be.closeTo(1, 0.02);
  });

  it('holds nothing more after thirty models have come and gone', async () => {
    const show = (src: string) =>
      readyViewer(html`
        <fae-model-viewer src=${src} style="inline-size: 120px"></fae-model-viewer>
      `);
    const glass = addressOf(triangle(withGlass));
    const context = await contextInUse(await show(glass));
    await state(await show(signpostAddress), 'ready');
    await pause(1_100);
    const balance: Record<string, number> = {};
    const kinds = ['Buffer', 'VertexArray', 'Texture', 'Framebuffer', 'Renderbuffer'] as const;
    const restores = kinds.flatMap((kind) => {
      balance[kind] = 0;
      const count = (by: number): void => {
        balance[kind] = (balance[kind] ?? 0) + by;
      };
      return [
        replace(context, `create${kind}`, (create) => () => {
          count(1);
          return Reflect.apply(create, context, []);
        }),
        replace(context, `delete${kind}`, (remove) => (it: object | null) => {
          if (it) count(-1);
          Reflect.apply(remove, context, [it as never]);
        }),
      ];
    });
    for (let round = 0; round < 15; round += 1) {
      await show(glass);
      await show(signpostAddress);
    }
    await until(
      () => Object.values(balance).every((it) => it <= 0),
      JSON.stringify(balance),
      3_000,
    );
    restores.forEach((restore) => restore());
  });
});
