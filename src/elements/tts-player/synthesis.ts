import { tts } from '../../client/resources/tts.ts';
import { ElementError } from '../../ui/failure.ts';
import { decodeSpeech, type Speech } from './speech.ts';

/** For a part to begin, and to end: an engine may be slow, but a dead stream must end. */
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
    const limit = new AbortController();
    const response = await tts({ base: endpoint }).speak(
      { text, ...(voice && { voice }) },
      { signal: AbortSignal.any([signal, limit.signal]), timeout: patience },
    );
    // From here on: a visitor who is asked to solve a captcha first may take their time.
    const timer = setTimeout(() => limit.abort(), patience);
    let bytes: ArrayBuffer;
    try {
      bytes = await response.arrayBuffer();
    } catch (cause) {
      signal.throwIfAborted();
      const [code, what] = limit.signal.aborted
        ? ['timeout', 'The sound did not arrive in time.']
        : ['bad_response', 'The sound broke off.'];
      throw new ElementError(code, what, { retryable: true, cause });
    } finally {
      clearTimeout(timer);
    }
    return decodeSpeech(bytes, sampleRate);
  };
