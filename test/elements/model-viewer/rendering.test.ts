import { setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import { cleanUp, event, find, fixture, html, state, until } from '../../support/browser.ts';
import {
  difference,
  pixelsOf,
  readyViewer,
  replace,
  shareOf,
  signpostAddress,
  withoutGraphics,
} from './viewers.ts';

/** Every graphics context that the page has opened. */
const contexts: WebGL2RenderingContext[] = [];
replace(
  OffscreenCanvas.prototype,
  'getContext',
  (getContext) =>
    function (this: OffscreenCanvas, ...args: unknown[]) {
      const context: unknown = Reflect.apply(getContext, this, args);
      if (context instanceof WebGL2RenderingContext && !contexts.includes(context)) {
        contexts.push(context);
      }
      return context;
    } as typeof getContext,
);

const lastContext = (): WebGL2RenderingContext => {
  const context = contexts.at(-1);
  if (!context) throw new Error('no context was opened');
  return context;
};

/** Animation frames that are asked for while `work` goes on, those of the test aside. */
const framesDuring = async (work: () => Promise<unknown>): Promise<number> => {
  let frames = 0;
  const restore = replace(window, 'requestAnimationFrame', (request) => (callback) => {
    frames += 1;
    return request(callback);
  });
  await work();
  restore();
  return frames;
};

const idle = (milliseconds: number) => () =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

describe('drawing', () => {
  afterEach(cleanUp);

  it('shows 24 models through one graphics context', async () => {
    contexts.length = 0;
    await setViewport({ width: 1000, height: 900 });
    const page = await fixture(html`
      <div>
        ${Array.from(
          { length: 24 },
          () => html`
            <fae-model-viewer
              src=${signpostAddress}
              style="inline-size: 120px; min-block-size: 0; display: inline-grid"
            ></fae-model-viewer>
          `,
        )}
      </div>
    `);
    const viewers = [...page.querySelectorAll('fae-model-viewer')];
    await Promise.all(viewers.map((viewer) => state(viewer, 'ready')));
    expect(contexts.length).to.be.at.most(1);
    for (const viewer of viewers) expect(shareOf(pixelsOf(viewer), 0)).to.be.greaterThan(0.005);
  });

  it('asks for no frame while nothing changes', async () => {
    await readyViewer();
    await idle(100)();
    expect(await framesDuring(idle(700))).to.equal(0);
  });

  it('asks for no frame once a turn has come to rest', async () => {
    const element = await readyViewer();
    const stage = find(element, '.stage');
    const turning = await framesDuring(async () => {
      stage.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
      await idle(900)();
    });
    expect(turning).to.be.greaterThan(1);
    expect(await framesDuring(idle(700))).to.equal(0);
  });

  it('asks for no frame while a model that turns is out of sight', async () => {
    const page = await fixture(html`
      <div>
        <fae-model-viewer src=${signpostAddress} auto-rotate></fae-model-viewer>
        <div style="block-size: 4000px"></div>
      </div>
    `);
    const viewer = page.querySelector('fae-model-viewer');
    if (!viewer) throw new Error('not rendered');
    await event(viewer, 'camera-change');
    scrollTo(0, 3000);
    await idle(300)();
    expect(await framesDuring(idle(500))).to.equal(0);
    scrollTo(0, 0);
    await event(viewer, 'camera-change');
  });

  it('loses nothing when it is moved in the document', async () => {
    const element = await readyViewer();
    const before = pixelsOf(element);
    const place = document.createElement('section');
    document.body.append(place);
    place.append(element);
    await idle(1200)();
    expect(element.getAttribute('state')).to.equal('ready');
    find(element, '.stage').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
    await until(() => difference(before, pixelsOf(element)) > 0.02);
    place.remove();
  });

  it('loads again when it comes back after a longer absence', async () => {
    const element = await readyViewer();
    const parent = element.parentElement;
    element.remove();
    await idle(1200)();
    parent?.append(element);
    await state(element, 'loading');
    await state(element, 'ready');
    expect(shareOf(pixelsOf(element), 0)).to.be.greaterThan(0.01);
  });

  it('frees what a removed model held on the graphics card', async () => {
    // The first one stays, so that nothing but the second's comes and goes.
    const first = await readyViewer();
    const context = lastContext();
    // Those of an earlier test may still be freed meanwhile.
    const held = new Set<unknown>();
    const restores = (['Buffer', 'VertexArray', 'Texture'] as const).flatMap((kind) => [
      replace(context, `create${kind}`, (create) => () => {
        const it: unknown = Reflect.apply(create, context, []);
        held.add(it);
        return it as never;
      }),
      replace(context, `delete${kind}`, (remove) => (it: object | null) => {
        held.delete(it);
        Reflect.apply(remove, context, [it as never]);
      }),
    ]);
    const element = document.createElement('fae-model-viewer');
    element.src = signpostAddress;
    first.after(element);
    await state(element, 'ready');
    expect(held.size).to.be.greaterThan(0);
    element.remove();
    await until(() => held.size === 0, 'everything is freed');
    restores.forEach((restore) => restore());
  });

  it('draws the very same when a lost context is back', async () => {
    const element = await readyViewer();
    const before = pixelsOf(element);
    const context = lastContext();
    const loss = context.getExtension('WEBGL_lose_context');
    const lost = event(context.canvas, 'webglcontextlost');
    loss?.loseContext();
    await lost;
    // Only when the event has run its course does the browser allow it.
    await until(() => {
      if (context.isContextLost()) loss?.restoreContext();
      return !context.isContextLost();
    });
    const stage = find(element, '.stage');
    stage.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
    await until(() => difference(before, pixelsOf(element)) > 0.02);
    stage.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home' }));
    await until(() => difference(before, pixelsOf(element)) < 0.001);
  });

  it('opens another context when the lost one does not come back', async () => {
    const element = await readyViewer();
    const before = pixelsOf(element);
    const context = lastContext();
    context.getExtension('WEBGL_lose_context')?.loseContext();
    await until(() => lastContext() !== context);
    find(element, '.stage').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
    await until(() => difference(before, pixelsOf(element)) > 0.02);
    expect(element.getAttribute('state')).to.equal('ready');
  });

  it('says so when no other context can be had, and is back after another try', async () => {
    const element = await readyViewer();
    const context = lastContext();
    const restore = withoutGraphics();
    const failed = event<Event & { code: string }>(element, 'fae-error');
    context.getExtension('WEBGL_lose_context')?.loseContext();
    expect((await failed).code).to.equal('context_lost');
    restore();
    find<HTMLButtonElement>(element, '.failure button').click();
    await state(element, 'ready');
    expect(shareOf(pixelsOf(element), 0)).to.be.greaterThan(0.01);
  });
});
