import { emulateMedia, resetMouse, sendKeys, sendMouse } from '@web/test-runner-commands';
import { expect } from 'chai';
import { parseOrbit } from '../../../src/elements/model-viewer/engine/camera-orbit.ts';
import { viewText } from '../../../src/elements/model-viewer/engine/view-text.ts';
import type { CameraChangeEvent } from '../../../src/elements/model-viewer/model-viewer.events.ts';
import { modelViewerStrings } from '../../../src/elements/model-viewer/model-viewer.strings.ts';
import { cleanUp, find, until } from '../../support/browser.ts';
import { difference, pixelsOf, readyViewer } from './viewers.ts';

const degrees = (radians: number): number => Math.round((radians * 180) / Math.PI);

describe('camera-orbit', () => {
  const read = (text: string) => {
    const { theta, phi, radius } = parseOrbit(text);
    return { theta: degrees(theta), phi: degrees(phi), radius };
  };

  it('is read as model-viewer writes it', () => {
    expect(read('10deg 75deg 105%')).to.deep.equal({ theta: 10, phi: 75, radius: { share: 1.05 } });
    expect(read('-1rad .5rad 2.5m')).to.deep.equal({
      theta: -57,
      phi: 29,
      radius: { metres: 2.5 },
    });
    expect(read('0deg auto 50cm')).to.deep.equal({ theta: 0, phi: 72, radius: { metres: 0.5 } });
  });

  it('has a default for what is missing or makes no sense', () => {
    const usual = { theta: 30, phi: 72, radius: { share: 1.12 } };
    for (const text of [
      '',
      'auto auto auto',
      'left up near',
      '30 72 1',
      'NaNdeg 1e999deg -3m',
      '1e999deg . 1e999m',
    ]) {
      expect({ ...read(text), phi: 72 }).to.deep.equal(usual);
    }
  });
});

describe('the view in words', () => {
  const words = (theta: number, phi: number, zoom = 1) =>
    viewText(
      { theta: (theta * Math.PI) / 180, phi: (phi * Math.PI) / 180, radius: 1, zoom },
      modelViewerStrings,
    );

  it('names side, height and size', () => {
    expect(words(0, 75)).to.equal('front, level, 100%');
    expect(words(50, 30, 1.2)).to.equal('front right, from above, 120%');
    expect(words(-90, 120)).to.equal('left, from below, 100%');
    expect(words(180 + 720, 75)).to.equal('back, level, 100%');
  });
});

describe('turning a model', () => {
  afterEach(async () => {
    cleanUp();
    await resetMouse();
    await emulateMedia({ reducedMotion: 'no-preference' });
  });

  const shown = async () => {
    const element = await readyViewer();
    element.scrollIntoView();
    const stage = find(element, '.stage');
    const { left, top, width, height } = stage.getBoundingClientRect();
    const changes: CameraChangeEvent[] = [];
    element.addEventListener('camera-change', (it) => changes.push(it));
    return {
      element,
      stage,
      before: pixelsOf(element),
      middle: [Math.round(left + width / 2), Math.round(top + height / 2)] as [number, number],
      changes,
      position: () => changes.at(-1)?.position,
    };
  };

  type Shown = Awaited<ReturnType<typeof shown>>;

  const changed = ({ element, before }: Shown) =>
    until(() => difference(before, pixelsOf(element)) > 0.02, 'other pixels');

  const touch = (type: string, pointerId: number, [x, y]: readonly [number, number]) =>
    new PointerEvent(type, {
      pointerId,
      pointerType: 'touch',
      clientX: x,
      clientY: y,
      bubbles: true,
      cancelable: true,
    });

  it('works by mouse: the pixels change, and stay when the button is up', async () => {
    const view = await shown();
    const [x, y] = view.middle;
    await sendMouse({ type: 'move', position: [x, y] });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [x - 80, y + 10] });
    await sendMouse({ type: 'up' });
    await sendMouse({ type: 'move', position: [x + 80, y] });
    await changed(view);
    const half = Math.PI / view.stage.clientHeight;
    await until(() => degrees(view.position()?.theta ?? 0) === 30 + degrees(80 * half));
    expect(degrees(view.position()?.phi ?? 0)).to.equal(72 - degrees(10 * half));
    expect(view.changes.every(({ source }) => source === 'user-interaction')).to.equal(true);
  });

  it('is not started by the other buttons', async () => {
    const view = await shown();
    const [x, y] = view.middle;
    await sendMouse({ type: 'move', position: [x, y] });
    await sendMouse({ type: 'down', button: 'middle' });
    await sendMouse({ type: 'move', position: [x - 80, y] });
    await sendMouse({ type: 'up', button: 'middle' });
    expect(view.changes).to.deep.equal([]);
  });

  it('works by a finger, and leaves upright swipes to the page', async () => {
    const view = await shown();
    expect(getComputedStyle(view.stage).touchAction).to.equal('pan-y');
    const [x, y] = view.middle;
    view.stage.dispatchEvent(touch('pointerdown', 11, [x, y]));
    view.stage.dispatchEvent(touch('pointermove', 11, [x + 200, y]));
    view.stage.dispatchEvent(touch('pointerup', 11, [x + 200, y]));
    await changed(view);
    await until(() => degrees(view.position()?.theta ?? 30) < 0);
  });

  it('gives the drag up when the browser takes the finger to scroll', async () => {
    const view = await shown();
    const [x, y] = view.middle;
    view.stage.dispatchEvent(touch('pointerdown', 11, [x, y]));
    view.stage.dispatchEvent(touch('pointercancel', 11, [x, y]));
    view.stage.dispatchEvent(touch('pointermove', 11, [x + 90, y]));
    expect(view.changes).to.deep.equal([]);
  });

  it('zooms by two fingers', async () => {
    const view = await shown();
    const [x, y] = view.middle;
    view.stage.dispatchEvent(touch('pointerdown', 11, [x - 20, y]));
    view.stage.dispatchEvent(touch('pointerdown', 12, [x + 20, y]));
    view.stage.dispatchEvent(touch('pointermove', 12, [x + 40, y]));
    view.stage.dispatchEvent(touch('pointerup', 12, [x + 40, y]));
    view.stage.dispatchEvent(touch('pointerup', 11, [x - 20, y]));
    await until(() => (view.position()?.zoom ?? 1) > 1.4);
    expect(degrees(view.position()?.theta ?? 0)).to.equal(30);
  });

  it('zooms by the wheel with Ctrl alone, and not beyond its limits', async () => {
    const view = await shown();
    const wheel = (init: WheelEventInit) => {
      const turn = new WheelEvent('wheel', { bubbles: true, cancelable: true, ...init });
      view.stage.dispatchEvent(turn);
      return turn.defaultPrevented;
    };
    expect(wheel({ deltaY: -100 })).to.equal(false);
    expect(view.changes).to.deep.equal([]);
    for (let turns = 0; turns < 30; turns += 1) {
      expect(wheel({ deltaY: -100, ctrlKey: true })).to.equal(true);
    }
    await until(() => view.position()?.zoom === 3);
    for (let turns = 0; turns < 60; turns += 1) wheel({ deltaY: 100, metaKey: true });
    await until(() => view.position()?.zoom === 0.5);
  });

  it('works by keyboard, and starts over with Home', async () => {
    const view = await shown();
    view.stage.focus();
    await sendKeys({ press: 'ArrowLeft' });
    await changed(view);
    await until(() => degrees(view.position()?.theta ?? 0) === 45);
    await sendKeys({ press: 'ArrowUp' });
    await until(() => degrees(view.position()?.phi ?? 0) === 87);
    await sendKeys({ press: '+' });
    await until(() => view.position()?.zoom === 1.2);
    await sendKeys({ press: 'Home' });
    await until(() => view.position()?.zoom === 1);
    await until(() => difference(view.before, pixelsOf(view.element)) < 0.001);
  });

  it('leaves all other keys, and shortcuts, to the page', async () => {
    const view = await shown();
    const press = (init: KeyboardEventInit) => {
      const key = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
      view.stage.dispatchEvent(key);
      return key.defaultPrevented;
    };
    expect(press({ key: 'Tab' })).to.equal(false);
    expect(press({ key: 'Escape' })).to.equal(false);
    expect(press({ key: 'constructor' })).to.equal(false);
    expect(press({ key: '0', ctrlKey: true })).to.equal(false);
    expect(press({ key: 'ArrowUp' })).to.equal(true);
  });

  it('never goes over the top or through the floor', async () => {
    const view = await shown();
    view.stage.focus();
    for (let presses = 0; presses < 20; presses += 1) await sendKeys({ press: 'ArrowDown' });
    await until(() => degrees(view.position()?.phi ?? 90) === 8);
  });

  it('says where it is looked at from, once it rests', async () => {
    const view = await shown();
    view.stage.focus();
    for (let presses = 0; presses < 4; presses += 1) await sendKeys({ press: 'ArrowLeft' });
    const status = find(view.element, '[role="status"]');
    await until(() => status.textContent === 'right, level, 100%');
  });

  it('goes back the short way after many turns', async () => {
    const view = await shown();
    view.stage.focus();
    for (let presses = 0; presses < 30; presses += 1) await sendKeys({ press: 'ArrowLeft' });
    await until(() => degrees(view.position()?.theta ?? 0) === 480);
    view.element.resetView();
    await until(() => degrees(view.position()?.theta ?? 0) === 390);
  });

  it('moves at once for a visitor who wants less motion', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    const view = await shown();
    view.stage.focus();
    await sendKeys({ press: 'ArrowLeft' });
    await until(() => view.changes.length);
    expect(view.changes.map(({ position }) => degrees(position.theta))).to.deep.equal([45]);
  });
});
