import { Group, type WebGLRenderer } from 'three';
import type { ElementError } from '../../../ui/failure.ts';
import type { CameraChangeSource, CameraPosition } from '../model-viewer.events.ts';
import { createAnimation } from './animation.ts';
import { placeCamera } from './camera.ts';
import { parseOrbit, type Orbit } from './camera-orbit.ts';
import { createControls, type Aim, type Limits } from './controls.ts';
import { disposeDeep } from './dispose.ts';
import { boundsOf } from './framing.ts';
import type { Model } from './loader.ts';
import type { Drawing, RendererPool } from './renderer-pool.ts';
import type { FilmSet } from './set.ts';
import { createShadow } from './shadow.ts';
import { watchStage } from './stage.ts';

export interface ViewSettings {
  /** As the attribute has it: see `parseOrbit`. */
  readonly cameraOrbit: string | undefined;
  readonly autoRotate: boolean;
  /** Plays the model's first animation. */
  readonly autoplay: boolean;
  /** Whether anything may move by itself at all. */
  readonly playing: boolean;
}

export interface ViewHooks {
  readonly onCameraChange: (source: CameraChangeSource, position: CameraPosition) => void;
  readonly onFailure: (error: ElementError) => void;
}

interface ViewParts {
  readonly pool: RendererPool;
  readonly stage: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly model: Model;
  readonly set: FilmSet;
}

/** One model on its stage. */
export interface View {
  readonly hasAnimation: boolean;
  /** Resolves when the first picture is drawn. */
  readonly firstFrame: Promise<unknown>;
  configure(settings: ViewSettings): void;
  /** Back to where the camera started. */
  reset(): void;
  dispose(): void;
}

const limits: Limits = {
  phi: [(8 * Math.PI) / 180, (130 * Math.PI) / 180],
  zoom: [0.5, 3],
};

/** Radians a second: a full turn in twenty seconds. */
const rotationSpeed = (2 * Math.PI) / 20;
/** How long the turning waits after the visitor let go, in milliseconds. */
const rotationDelay = 3_000;
/** A moment that took longer, for a slow device or a sleeping page, is not made up for. */
const longestMoment = 0.1;
const firstMoment = 1 / 60;

const aimOf = ({ theta, phi }: Orbit): Aim => ({ theta, phi, zoom: 1 });

/** Compiles the shaders ahead of the first frame; beside this thread where the browser can. */
const compile = async (renderer: WebGLRenderer, content: Group, set: FilmSet) => {
  if (renderer.extensions.has('KHR_parallel_shader_compile')) {
    await renderer.compileAsync(set.show(content), set.camera);
  }
};

/**
 * Sets a model up to be looked at: framed by its own measures, lit, on a soft shadow.
 *
 * @throws {ElementError} `no_webgl`, `empty_model`
 */
export const createView = (parts: ViewParts, settings: ViewSettings, hooks: ViewHooks): View => {
  const { pool, stage, canvas, model, set } = parts;
  const ending = new AbortController();
  const { signal } = ending;
  const bounds = boundsOf(model.scene);
  const content = new Group().add(model.scene);
  // Skinned meshes leave the bounds of their first pose, and the camera sees everything anyway.
  model.scene.traverse((object) => (object.frustumCulled = false));
  const animation = createAnimation(model);
  const poses = settings.autoplay && animation ? animation.poses : [() => undefined];
  let hasShadow = false;
  /** A lost context draws none: then its time is when the context is back. */
  const castShadow = (renderer: WebGLRenderer): void => {
    if (hasShadow || renderer.getContext().isContextLost()) return;
    hasShadow = true;
    content.add(createShadow(renderer, set.show(content), bounds, poses));
  };
  pool.use(castShadow);

  const { promise: firstFrame, resolve: firstDrawn } = Promise.withResolvers<undefined>();
  const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
  let current = settings;
  let orbit = parseOrbit(settings.cameraOrbit);
  let cause: CameraChangeSource = 'none';
  let shown: CameraPosition | undefined;
  let before: number | undefined;
  let compiled = false;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  const invalidate = (): void => {
    if (compiled && place.worthDrawing) pool.invalidate(drawing);
  };
  const place = watchStage(stage, { onChange: invalidate, signal });
  const controls = createControls(stage, {
    start: aimOf(orbit),
    limits,
    signal,
    onChange: () => {
      cause = 'user-interaction';
      invalidate();
    },
  });

  /** Turns by itself, or waits until it may; gives whether it turns. */
  const autoRotate = (seconds: number): boolean => {
    if (!current.autoRotate || !current.playing || controls.held) return false;
    const rest = controls.touchedAt + rotationDelay - performance.now();
    if (rest > 0) {
      clearTimeout(waiting);
      waiting = setTimeout(invalidate, rest);
      return false;
    }
    controls.turn(rotationSpeed * seconds);
    cause = 'automatic';
    return true;
  };

  const animate = (seconds: number): boolean => {
    if (!animation || !current.autoplay || !current.playing) return false;
    animation.advance(seconds);
    return true;
  };

  const aimCamera = (): void => {
    set.camera.aspect = place.width / place.height;
    const before = shown;
    shown = placeCamera(set.camera, bounds, orbit.radius, controls.aim);
    const { theta, phi, radius } = shown;
    if (!before || (before.theta === theta && before.phi === phi && before.radius === radius))
      return;
    hooks.onCameraChange(cause, shown);
  };

  const drawing: Drawing = {
    canvas,
    get width() {
      return place.width;
    },
    get height() {
      return place.height;
    },
    draw(renderer, now) {
      const seconds = before === undefined ? firstMoment : (now - before) / 1000;
      const moment = Math.min(longestMoment, seconds);
      // Each of them is asked, as each has a moment to advance.
      const moves = [
        controls.step(moment, reducedMotion.matches),
        autoRotate(moment),
        animate(moment),
      ].some(Boolean);
      aimCamera();
      castShadow(renderer);
      renderer.render(set.show(content), set.camera);
      place.drawn();
      firstDrawn(undefined);
      // After a lost context, all is drawn without waiting.
      compiled = true;
      const goesOn = moves && place.worthDrawing;
      before = goesOn ? now : undefined;
      return goesOn;
    },
    fail: hooks.onFailure,
  };

  pool.add(drawing);
  const begin = (): void => {
    compiled = true;
    invalidate();
  };
  void pool.use((renderer) => compile(renderer, content, set)).then(begin, begin);

  return {
    hasAnimation: animation !== undefined,
    firstFrame,
    configure(next) {
      const was = current;
      current = next;
      if (next.cameraOrbit !== was.cameraOrbit) {
        orbit = parseOrbit(next.cameraOrbit);
        controls.startFrom(aimOf(orbit));
        cause = 'none';
      }
      const begins = (what: 'playing' | 'autoRotate' | 'autoplay') => next[what] && !was[what];
      if (begins('playing') || begins('autoRotate') || begins('autoplay')) invalidate();
    },
    reset: () => controls.reset(),
    dispose() {
      if (signal.aborted) return;
      ending.abort();
      clearTimeout(waiting);
      pool.remove(drawing);
      disposeDeep(content);
    },
  };
};
