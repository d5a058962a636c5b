import { ElementError } from '../../ui/failure.ts';
import type { DownloadOptions } from './glb-stream.ts';

/** Which model: any file by its address, else one of the workspace by its id. */
export interface ModelSource {
  readonly src: string | undefined;
  readonly modelId: string | undefined;
  readonly endpoint: string | undefined;
}

const unloadable = (cause: unknown): never => {
  const message = 'The 3D viewer could not be loaded.';
  throw new ElementError('network', message, { retryable: true, cause });
};

const loadEngine = async () => {
  const engine = await import('./engine/index.ts').catch(unloadable);
  engine.openGraphics();
  return engine;
};

const download = async (source: ModelSource, options: DownloadOptions) => {
  const { downloadModel } = await import('./download.ts').catch(unloadable);
  return downloadModel(source, options);
};

/**
 * Gets a model and what it takes to show it, both at the same time. If one of them fails, the other
 * is not waited for.
 *
 * @throws {ElementError} what `downloadModel` throws; `no_webgl`, `network`
 * @throws {ApiError} what the server or the connection says
 * @throws the signal's reason when it is aborted
 */
export const openModel = async (source: ModelSource, options: DownloadOptions) => {
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  try {
    const [engine, glb] = await Promise.all([
      loadEngine(),
      download(source, { ...options, signal }),
    ]);
    return { engine, glb };
  } finally {
    ending.abort();
  }
};
