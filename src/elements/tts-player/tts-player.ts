import { tts } from '../../client/resources/tts.ts';
import { ElementError, failureOf } from '../../ui/failure.ts';
import type { Voice } from './reader.ts';

/** Who reads: the site's speech API, or the browser itself. */
export interface Speaker {
  /** The proxy; `undefined` for the browser's own speech. */
  readonly endpoint: string | undefined;
  readonly voices: readonly Voice[];
}

const serverHasNone: ReadonlySet<string> = new Set(['unavailable', 'not_configured']);

const serverVoices = async (
  endpoint: string,
  signal: AbortSignal,
): Promise<readonly Voice[] | undefined> => {
  try {
    const { available, voices } = await tts({ base: endpoint }).status({}, { signal });
    return available ? voices : undefined;
  } catch (error) {
    if (serverHasNone.has(failureOf(error).code)) return undefined;
    throw error;
  }
};

/**
 * Asks the server for its voices; where it has none, the browser.
 *
 * @param language BCP 47: the browser's voices for it come first
 * @throws {ApiError} where the server cannot be asked
 * @throws {ElementError} `unavailable` where neither has a voice
 */
export const findSpeaker = async (
  endpoint: string,
  language: string | undefined,
  signal: AbortSignal,
): Promise<Speaker> => {
  const voices = await serverVoices(endpoint, signal);
  if (voices) return { endpoint, voices };
  const { browserVoices } = await import('./browser-voice.ts');
  const own = await browserVoices(language, signal);
  if (own.length) return { endpoint: undefined, voices: own };
  throw new ElementError('unavailable', 'Neither the server nor the browser has a voice.', {
    retryable: true,
  });
};

/** The voice to use: the wanted one if it is there, else the first; where none are named, any. */
export const voiceOf = ({ voices }: Speaker, wanted: string | undefined): string | undefined =>
  voices.length ? (voices.find(({ id }) => id === wanted) ?? voices[0])?.id : wanted;

/** The speed within 0.5–2; 1 for what is no number. */
export const speedOf = (wanted: number | undefined): number =>
  Math.min(2, Math.max(0.5, wanted || 1));
