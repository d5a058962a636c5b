import { ElementError } from '../../../ui/failure.ts';
import { badModel } from '../glb/gltf.ts';
import { disposeDeep } from './dispose.ts';
import { createEnvironment } from './environment.ts';
import { loadModel } from './loader.ts';
import { createRendererPool } from './renderer-pool.ts';
import { createSet } from './set.ts';
import { createView, type View, type ViewHooks, type ViewSettings } from './view.ts';

export { viewText } from './view-text.ts';
export type { View, ViewHooks, ViewSettings };

/** What all viewers of a page share; made when the first of them needs it. */
let shared: ReturnType<typeof createShared> | undefined;
const createShared = () => {
  const environment = createEnvironment();
  // It outlives the renderers, and would keep each that has drawn with it.
  const pool = createRendererPool(() => environment.dispose());
  return { pool, set: createSet(environment) };
};

/**
 * Gets the graphics ready while the model is still on its way.
 *
 * @throws {ElementError} `no_webgl`
 */
export const openGraphics = (): void => {
  shared ??= createShared();
  shared.pool.open();
};

export interface ShowOptions extends ViewHooks {
  readonly glb: ArrayBuffer;
  readonly stage: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly settings: () => ViewSettings;
  readonly signal: AbortSignal;
}

/**
 * Shows a GLB on a stage; done when its first picture is drawn.
 *
 * @throws {ElementError} what is wrong with the model (see `preflight`), or `no_webgl`
 * @throws the signal's reason when it is aborted
 */
export const showModel = async (options: ShowOptions): Promise<View> => {
  const { glb, stage, canvas, settings, signal } = options;
  const model = await loadModel(glb, signal);
  shared ??= createShared();
  let view: View;
  try {
    view = createView({ ...shared, stage, canvas, model }, settings(), options);
  } catch (error) {
    disposeDeep(model.scene);
    throw error instanceof ElementError ? error : badModel('it cannot be drawn', error);
  }
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => {
    view.dispose();
    reject(signal.reason as Error);
  };
  signal.addEventListener('abort', abort, { once: true });
  await Promise.race([view.firstFrame, aborted]);
  signal.removeEventListener('abort', abort);
  return view;
};
