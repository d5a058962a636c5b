import { ElementError } from '../../ui/failure.ts';
import { downloadModel } from './download.ts';
import type { View, ViewSettings } from './engine/index.ts';
import type { DownloadOptions, DownloadProgress } from './glb-stream.ts';
import type { FaeModelViewerElement } from './model-viewer-element.ts';
import { CameraChangeEvent, ModelProgressEvent } from './model-viewer.events.ts';
import { textsWith } from './model-viewer.strings.ts';

/** Which model: any file by its address, else one of the workspace by its id. */
export interface ModelSource {
  readonly src: string | undefined;
  readonly modelId: string | undefined;
  readonly endpoint: string | undefined;
}

export interface Showing {
  /** Aborted when the model is not to be shown any more. */
  readonly signal: AbortSignal;
  readonly stage: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly settings: () => ViewSettings;
  readonly onProgress: (progress: DownloadProgress) => void;
  /** Takes what assistive technology is to be told about the camera. */
  readonly announce: (text: string) => void;
  /** The graphics gave up after the model was shown. */
  readonly onFailure: (error: ElementError) => void;
}

/** How long the camera has to rest before its position is told; milliseconds. */
const announceDelay = 500;

const loadEngine = async () => {
  const engine = await import('./engine/index.ts').catch((cause: unknown) => {
    const message = 'The 3D viewer could not be loaded.';
    throw new ElementError('network', message, { retryable: true, cause });
  });
  engine.openGraphics();
  return engine;
};

/** Gets engine and model at the same time. If one of them fails, the other is not waited for. */
const open = async (source: ModelSource, options: DownloadOptions) => {
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  try {
    return await Promise.all([loadEngine(), downloadModel(source, { ...options, signal })]);
  } finally {
    ending.abort();
  }
};

/** Tells where the camera stands once it rests. */
const afterRest = (signal: AbortSignal) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener('abort', () => clearTimeout(timer));
  return (tell: () => void): void => {
    clearTimeout(timer);
    if (!signal.aborted) timer = setTimeout(tell, announceDelay);
  };
};

/**
 * Gets a model and shows it.
 *
 * @throws {ElementError} what `downloadModel` and the engine throw; `network`
 * @throws {ApiError} what the server or the connection says
 * @throws the signal's reason when it is aborted
 */
export const showModel = async (
  host: FaeModelViewerElement,
  source: ModelSource,
  showing: Showing,
): Promise<View> => {
  const { signal, stage, canvas, settings, onFailure, announce } = showing;
  const [engine, glb] = await open(source, {
    signal,
    onProgress: (progress) => {
      showing.onProgress(progress);
      host.dispatchEvent(new ModelProgressEvent(progress));
    },
  });
  await host.updateComplete;
  const whenAtRest = afterRest(signal);
  const view = await engine.showModel({
    ...{ glb, signal, stage, canvas, settings, onFailure },
    onCameraChange: (cause, position) => {
      host.dispatchEvent(new CameraChangeEvent(cause, position));
      // What moves by itself is not told.
      if (cause !== 'user-interaction') return;
      whenAtRest(() => announce(engine.viewText(position, textsWith(host.strings))));
    },
  });
  if (!signal.aborted) return view;
  view.dispose();
  throw signal.reason;
};
