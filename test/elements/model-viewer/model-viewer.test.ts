import { emulateMedia } from '@web/test-runner-commands';
import { expect } from 'chai';
import {
  ModelProgressEvent,
  type CameraChangeEvent,
} from '../../../src/elements/model-viewer/model-viewer.events.ts';
import type { FaeModelViewerElement } from '../../../src/elements/model-viewer/model-viewer-element.ts';
import {
  axeViolations,
  cleanUp,
  event,
  find,
  fixture,
  html,
  sampleId,
  servers,
  state,
  until,
} from '../../support/browser.ts';
import { spinningBox } from './glbs.ts';
import {
  addressOf,
  difference,
  pixelsOf,
  readyViewer,
  shareOf,
  signpostAddress,
} from './viewers.ts';

describe('<fae-model-viewer>', () => {
  afterEach(async () => {
    cleanUp();
    await emulateMedia({ reducedMotion: 'no-preference', colorScheme: 'light' });
  });

  it('shows a model of the workspace through the proxy', async () => {
    const element = await readyViewer(html`
      <fae-model-viewer endpoint=${servers.endpoint} model-id=${sampleId('modelId')}>
      </fae-model-viewer>
    `);
    const pixels = pixelsOf(element);
    expect(difference(pixels, new Uint8ClampedArray(pixels.length))).to.be.greaterThan(0.03);
  });

  it('shows a model by its address, coloured as it is, on a clear ground', async () => {
    const element = await readyViewer();
    const pixels = pixelsOf(element);
    expect(shareOf(pixels, 0)).to.be.greaterThan(0.01);
    expect(shareOf(pixels, 2)).to.be.greaterThan(0.005);
    expect([...pixels.subarray(0, 4)]).to.deep.equal([0, 0, 0, 0]);
  });

  it('tells of its progress in bytes, and when the first picture is there', async () => {
    const length = (await (await fetch(signpostAddress)).arrayBuffer()).byteLength;
    const element = await fixture<FaeModelViewerElement>(
      html`<fae-model-viewer></fae-model-viewer>`,
    );
    const seen: ModelProgressEvent[] = [];
    const order: string[] = [];
    element.addEventListener('progress', (it) => {
      if (it instanceof ModelProgressEvent) seen.push(it);
    });
    for (const type of ['load', 'fae-ready'])
      element.addEventListener(type, () => order.push(type));
    element.src = signpostAddress;
    await event(element, 'fae-ready');
    expect(seen.at(-1)).to.include({ loaded: length, total: length, totalProgress: 1 });
    expect(order).to.deep.equal(['load', 'fae-ready']);
  });

  it('keeps its place while it is idle, loads and is ready', async () => {
    const element = await fixture(html`
      <fae-model-viewer style="inline-size: 400px"></fae-model-viewer>
    `);
    expect([element.offsetWidth, element.offsetHeight]).to.deep.equal([400, 300]);
    element.setAttribute('src', signpostAddress);
    await state(element, 'loading');
    expect(element.offsetHeight).to.equal(300);
    await state(element, 'ready');
    expect(element.offsetHeight).to.equal(300);
  });

  it('takes the height that the page gives it', async () => {
    const element = await readyViewer(html`
      <fae-model-viewer src=${signpostAddress} style="inline-size: 320px; block-size: 500px">
      </fae-model-viewer>
    `);
    const canvas = find<HTMLCanvasElement>(element, 'canvas');
    expect([canvas.clientWidth, canvas.clientHeight]).to.deep.equal([320, 500]);
    expect(canvas.width / canvas.height).to.be.closeTo(320 / 500, 0.01);
  });

  it('draws anew, as sharp as before, when its size changes', async () => {
    const element = await readyViewer();
    element.style.inlineSize = '200px';
    const canvas = find<HTMLCanvasElement>(element, 'canvas');
    await until(() => canvas.width === Math.round(200 * Math.min(2, devicePixelRatio)));
    expect(shareOf(pixelsOf(element), 0)).to.be.greaterThan(0.01);
  });

  it('stays idle while there is nothing to show', async () => {
    const element = await fixture(html`<fae-model-viewer></fae-model-viewer>`);
    expect(element.getAttribute('state')).to.equal('idle');
  });

  it('waits until it is near what the visitor sees, unless it is eager', async () => {
    const far = html`
      <div>
        <div style="block-size: 5000px"></div>
        <fae-model-viewer id="lazy" src=${signpostAddress}></fae-model-viewer>
        <fae-model-viewer id="eager" src=${signpostAddress} loading="eager"></fae-model-viewer>
      </div>
    `;
    const page = await fixture(far);
    const lazy = page.querySelector('#lazy');
    const eager = page.querySelector('#eager');
    if (!lazy || !eager) throw new Error('not rendered');
    await state(eager, 'ready');
    expect(lazy.getAttribute('state')).to.equal('idle');
    lazy.scrollIntoView();
    await state(lazy, 'ready');
    scrollTo(0, 0);
  });

  it('shows another model in place when its source changes', async () => {
    const element = await readyViewer();
    const before = pixelsOf(element);
    element.src = addressOf(await spinningBox());
    await state(element, 'loading');
    await state(element, 'ready');
    expect(difference(before, pixelsOf(element))).to.be.greaterThan(0.02);
    expect(shareOf(pixelsOf(element), 0)).to.equal(0);
  });

  it('shows nothing of a model whose address is taken away', async () => {
    const element = await readyViewer();
    element.src = undefined;
    await state(element, 'idle');
    expect(getComputedStyle(find(element, 'canvas')).visibility).to.equal('hidden');
    element.src = signpostAddress;
    await state(element, 'ready');
    expect(getComputedStyle(find(element, 'canvas')).visibility).to.equal('visible');
  });

  it('starts from where camera-orbit says, and goes where it is changed to', async () => {
    const element = await readyViewer(html`
      <fae-model-viewer src=${signpostAddress} camera-orbit="90deg 75deg 105%"></fae-model-viewer>
    `);
    const side = pixelsOf(element);
    expect(shareOf(side, 2)).to.be.greaterThan(shareOf(side, 0));
    const changed = event<CameraChangeEvent>(element, 'camera-change');
    element.cameraOrbit = '0deg 75deg 20m';
    expect((await changed).source).to.equal('none');
    await until(() => shareOf(pixelsOf(element), 0) < 0.01);
  });

  it('turns by itself with auto-rotate, and stops and goes on by its button', async () => {
    const element = await readyViewer(html`
      <fae-model-viewer src=${signpostAddress} auto-rotate></fae-model-viewer>
    `);
    const moved = await event<CameraChangeEvent>(element, 'camera-change');
    expect(moved.source).to.equal('automatic');
    const button = find<HTMLButtonElement>(element, 'button');
    expect(button.getAttribute('aria-label')).to.equal('Pause movement');
    button.click();
    await element.updateComplete;
    expect(button.getAttribute('aria-label')).to.equal('Play movement');
    button.click();
    await event(element, 'camera-change');
  });

  it('does not move by itself for a visitor who wants less motion, unless asked to', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    const element = await readyViewer(html`
      <fae-model-viewer src=${signpostAddress} auto-rotate></fae-model-viewer>
    `);
    let moves = 0;
    element.addEventListener('camera-change', () => (moves += 1));
    const button = find<HTMLButtonElement>(element, 'button');
    expect(button.getAttribute('aria-label')).to.equal('Play movement');
    expect(moves).to.equal(0);
    button.click();
    await event(element, 'camera-change');
  });

  it('plays the animation of a model with autoplay alone', async () => {
    const address = addressOf(await spinningBox());
    const still = await readyViewer(html`<fae-model-viewer src=${address}></fae-model-viewer>`);
    expect(still.shadowRoot?.querySelector('button')).to.equal(null);
    const element = await readyViewer(html`
      <fae-model-viewer src=${address} autoplay></fae-model-viewer>
    `);
    const before = pixelsOf(element);
    await until(() => difference(before, pixelsOf(element)) > 0.02);
    expect(find(element, 'button').getAttribute('aria-label')).to.equal('Pause movement');
  });

  it('shows a poster until the first picture', async () => {
    const poster = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
    const element = await fixture<FaeModelViewerElement>(html`
      <fae-model-viewer poster=${poster}></fae-model-viewer>
    `);
    const image = find<HTMLImageElement>(element, '.poster img');
    expect(image.src).to.equal(poster);
    element.src = signpostAddress;
    await state(element, 'ready');
    await until(() => getComputedStyle(find(element, '.poster')).visibility === 'hidden');
  });

  it('loads no poster from an address that could run something', async () => {
    const element = await fixture(html`
      <fae-model-viewer poster="javascript:alert(1)"></fae-model-viewer>
    `);
    expect(element.shadowRoot?.querySelector('img')).to.equal(null);
  });

  it('gives its picture as a file', async () => {
    const element = await readyViewer();
    const blob = await element.toBlob();
    expect(blob?.type).to.equal('image/png');
    const image = await createImageBitmap(blob ?? new Blob());
    expect(image.width).to.equal(find<HTMLCanvasElement>(element, 'canvas').width);
  });

  it('has a name, a role and a description for assistive technology', async () => {
    const element = await readyViewer();
    const stage = find(element, '[role="application"]');
    expect(stage.getAttribute('aria-label')).to.equal('A signpost');
    expect(stage.getAttribute('aria-roledescription')).to.equal('3D model');
    expect(find(element, '#help').textContent).to.contain('arrow keys');
    expect(stage.tabIndex).to.equal(0);
  });

  it('takes other texts', async () => {
    const element = await readyViewer(html`
      <fae-model-viewer src=${signpostAddress} auto-rotate strings='{"pause":"Anhalten"}'>
      </fae-model-viewer>
    `);
    expect(find(element, 'button').getAttribute('aria-label')).to.equal('Anhalten');
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has nothing that axe objects to, ${colorScheme}`, async () => {
      await emulateMedia({ colorScheme });
      document.documentElement.style.colorScheme = colorScheme;
      const element = await fixture<FaeModelViewerElement>(html`
        <fae-model-viewer alt="A signpost" auto-rotate></fae-model-viewer>
      `);
      expect(await axeViolations(element)).to.deep.equal([]);
      element.src = signpostAddress;
      await state(element, 'loading');
      expect(await axeViolations(element)).to.deep.equal([]);
      await state(element, 'ready');
      expect(await axeViolations(element)).to.deep.equal([]);
      element.src = addressOf('<!doctype html>');
      await state(element, 'error');
      expect(await axeViolations(element)).to.deep.equal([]);
      document.documentElement.style.colorScheme = '';
    });
  }
});
