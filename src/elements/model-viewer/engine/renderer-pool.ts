import { NeutralToneMapping, WebGLRenderer } from 'three';
import { ElementError } from '../../../ui/failure.ts';
import { badModel } from '../glb/gltf.ts';
import { pictureTo, type Surface } from './picture.ts';

/** What the pool draws: one model in one canvas of the page. */
export interface Drawing {
  readonly canvas: HTMLCanvasElement;
  /** In device pixels; 0 while there is nothing to draw on. */
  readonly width: number;
  readonly height: number;
  /** Draws the next moment; gives whether there is one after it. */
  draw(renderer: WebGLRenderer, now: number): boolean;
  /** The pool cannot draw any more. */
  fail(error: ElementError): void;
}

/** What one animation frame may take, in milliseconds; what is left over waits for the next. */
const frameBudget = 12;
/** How long a lost graphics context may take to come back by itself, in milliseconds. */
const restoreGrace = 3_000;
/** How long a context is kept for whoever comes next, in milliseconds. */
const idleGrace = 10_000;

const noWebGl = (cause?: unknown): ElementError =>
  new ElementError('no_webgl', 'This browser gives no WebGL 2 context.', { cause });

const attributes: WebGLContextAttributes = { alpha: true, antialias: true };

const createSurface = (): { surface: Surface; context: WebGL2RenderingContext } => {
  if (typeof OffscreenCanvas !== 'undefined') {
    const surface = new OffscreenCanvas(1, 1);
    const context = surface.getContext('webgl2', attributes);
    if (context) return { surface, context };
  }
  const surface = document.createElement('canvas');
  const context = surface.getContext('webgl2', attributes);
  if (!context) throw noWebGl();
  return { surface, context };
};

interface Gpu {
  readonly context: WebGL2RenderingContext;
  readonly renderer: WebGLRenderer;
  readonly surface: Surface;
  readonly end: () => void;
}

interface GpuHooks {
  readonly onLost: () => void;
  readonly onRestored: () => void;
  readonly onEnd: () => void;
}

const createGpu = ({ onLost, onRestored, onEnd }: GpuHooks): Gpu => {
  const { surface, context } = createSurface();
  let renderer: WebGLRenderer;
  try {
    renderer = new WebGLRenderer({ canvas: surface, context, ...attributes });
  } catch (cause) {
    throw noWebGl(cause);
  }
  renderer.toneMapping = NeutralToneMapping;
  renderer.setClearColor(0, 0);
  // Asking for a shader's errors waits for its compilation.
  renderer.debug.checkShaderErrors = false;
  const listening = new AbortController();
  const { signal } = listening;
  surface.addEventListener('webglcontextlost', onLost, { signal });
  surface.addEventListener('webglcontextrestored', onRestored, { signal });
  return {
    context,
    renderer,
    surface,
    end: () => {
      listening.abort();
      onEnd();
      renderer.dispose();
      context.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
};

/**
 * One graphics context for all viewers of a page, as browsers give out only a few. Frames are asked
 * for only while something has changed. `onEnd` is called when a context is given up: what is to be
 * drawn by the next one as well lets go of it then.
 */
export const createRendererPool = (onEnd: () => void) => {
  const drawings = new Set<Drawing>();
  const dirty = new Set<Drawing>();
  let gpu: Gpu | undefined;
  let frame = 0;
  let lost = false;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let restoring: ReturnType<typeof setTimeout> | undefined;

  const schedule = (): void => {
    if (!frame && dirty.size && !lost) frame = requestAnimationFrame(drawFrame);
  };

  const drawOne = ({ renderer, surface }: Gpu, drawing: Drawing, now: number): void => {
    const { width, height, canvas } = drawing;
    dirty.delete(drawing);
    if (!drawings.has(drawing) || !width || !height) return;
    if (surface.width !== width || surface.height !== height)
      renderer.setSize(width, height, false);
    try {
      const goesOn = drawing.draw(renderer, now);
      pictureTo(canvas, surface);
      // Deleted and added again, it stands at the end of the queue: all have their turn.
      if (goesOn) dirty.add(drawing);
    } catch (cause) {
      // What is wrong with one model must not stop the others.
      drawing.fail(badModel('it cannot be drawn', cause));
    }
  };

  function drawFrame(now: number): void {
    frame = 0;
    // The context may be gone before its event has come.
    if (!gpu || lost || gpu.context.isContextLost()) return;
    const end = performance.now() + frameBudget;
    for (const drawing of [...dirty]) {
      drawOne(gpu, drawing, now);
      if (performance.now() > end) break;
    }
    schedule();
  }

  const drawAll = (): void => {
    for (const drawing of drawings) dirty.add(drawing);
    schedule();
  };

  const onLost = (): void => {
    lost = true;
    restoring = setTimeout(replaceGpu, restoreGrace);
  };
  const onRestored = (): void => {
    clearTimeout(restoring);
    lost = false;
    drawAll();
  };

  const openGpu = (): Gpu => (gpu ??= createGpu({ onLost, onRestored, onEnd }));

  function replaceGpu(): void {
    gpu?.end();
    gpu = undefined;
    lost = false;
    if (!drawings.size) return;
    try {
      openGpu();
      drawAll();
    } catch (cause) {
      const message = 'The graphics context was lost and does not come back.';
      const error = new ElementError('context_lost', message, { retryable: true, cause });
      for (const drawing of [...drawings]) drawing.fail(error);
    }
  }

  const endWhenIdle = (): void => {
    clearTimeout(idle);
    if (drawings.size) return;
    idle = setTimeout(() => {
      clearTimeout(restoring);
      gpu?.end();
      gpu = undefined;
      lost = false;
    }, idleGrace);
  };

  return {
    /**
     * Makes the context ready for a drawing to come.
     *
     * @throws {ElementError} `no_webgl`
     */
    open(): void {
      openGpu();
      endWhenIdle();
    },
    /** @throws {ElementError} `no_webgl` */
    add(drawing: Drawing): void {
      openGpu();
      drawings.add(drawing);
      endWhenIdle();
    },
    remove(drawing: Drawing): void {
      drawings.delete(drawing);
      dirty.delete(drawing);
      endWhenIdle();
    },
    /** Has the drawing drawn at the next frame. */
    invalidate(drawing: Drawing): void {
      if (!drawings.has(drawing)) return;
      dirty.add(drawing);
      schedule();
    },
    /** Uses the renderer for something else than a frame. */
    use<T>(job: (renderer: WebGLRenderer) => T): T {
      return job(openGpu().renderer);
    },
  };
};

export type RendererPool = ReturnType<typeof createRendererPool>;
