import { ApiError, errorOf } from '../../client/errors.ts';
import { models } from '../../client/resources/models.ts';
import { resolveEndpoint } from '../../ui/endpoint.ts';
import { ElementError } from '../../ui/failure.ts';
import { safeUrl } from '../../ui/url.ts';
import { readGlb, type DownloadOptions } from './glb-stream.ts';
import type { ModelSource } from './model-viewer.ts';

const requestFile = async (src: string, signal: AbortSignal): Promise<Response> => {
  const url = safeUrl(src, 'data');
  if (!url) throw new ElementError('invalid_request', `This is no address to load from: ${src}`);
  const response = await fetch(url, { signal }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new ApiError('network', `No answer from ${url}.`, { cause });
  });
  if (!response.ok) throw await errorOf(response);
  return response;
};

const request = (source: ModelSource, signal: AbortSignal): Promise<Response> => {
  if (source.src) return requestFile(source.src, signal);
  const endpoint = resolveEndpoint(source.endpoint);
  return models({ base: endpoint }).content({ id: source.modelId ?? '' }, { signal });
};

/**
 * Gets a model's bytes.
 *
 * @throws {ElementError} what `readGlb` throws; `no_endpoint`, `invalid_request`
 * @throws {ApiError} what the server or the connection says
 * @throws the signal's reason when it is aborted
 */
export const downloadModel = async (
  source: ModelSource,
  options: DownloadOptions,
): Promise<ArrayBuffer> => readGlb(await request(source, options.signal), options);
