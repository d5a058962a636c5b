import { tts } from '../../client/resources/tts.ts';
import { ElementError } from '../../ui/failure.ts';
import { decodeSpeech, type Speech } from './speech.ts';

/** For one part, the body included: an engine may be slow, but a dead stream must end. */
const patience = 90_000;

/**
 * Speaks texts through the proxy.
 *
 * @returns a function that rejects with `ApiError`, or with `ElementError`: `timeout` where the
 * sound does not come to its end, `bad_response` where it breaks off or is no sound
 */
export const createSynthesis =
  (endpoint: string) =>
  async (
    text: string,
    voice: string | undefined,
    signal: AbortSignal,
    sampleRate?: number,
  ): Promise<Speech> => {
    const limit = AbortSignal.timeout(patience);
    const either = AbortSignal.any([signal, limit]);
    const response = await tts({ base: endpoint }).speak(
      { text, ...(voice && { voice }) },
      { signal: either, timeout: patience },
    );
    let bytes: ArrayBuffer;
    try {
      bytes = await response.arrayBuffer();
    } catch (cause) {
      signal.throwIfAborted();
      const [code, what] = limit.aborted
        ? ['timeout', 'The sound did not arrive in time.']
        : ['bad_response', 'The sound broke off.'];
      throw new ElementError(code, what, { retryable: true, cause });
    }
    return decodeSpeech(bytes, sampleRate);
  };
