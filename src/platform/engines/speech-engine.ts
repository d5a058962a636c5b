import { HttpError } from '../../http/problem.ts';
import { speechVoices, type SpeechVoice } from './speech-voices.ts';

export interface SpeechRequest {
  readonly text: string;
  /** An id from `status()`. */
  readonly voice: string;
  /** 0.5–2; 1 is the voice's own. */
  readonly speed: number;
  readonly signal: AbortSignal;
}

export interface Speech {
  /** Whether speech can be had now, and in which voices. */
  status(): Promise<{
    available: boolean;
    state: 'ready' | 'loading' | 'offline';
    voices: { id: string; label: string }[];
  }>;
  /**
   * Speaks text.
   *
   * @returns a complete WAV file: 16-bit PCM, mono
   * @throws {HttpError} 400 `invalid_request` for an unknown voice or a speed out of range, 503
   * `not_configured` where something has to be installed, 503 `unavailable` where the engine fails or
   * too many are waiting, 413 `too_large` for a text that would be spoken without end
   * @throws the signal's reason, once it aborts
   */
  speak(request: SpeechRequest): Promise<Uint8Array<ArrayBuffer>>;
  /** Ends the engine. */
  close(): Promise<void>;
}

/** As `status()` lists them. */
export const voices = Array.from(speechVoices, ([id, { label }]) => ({ id, label }));

/** About 24 MB: ordinary text of the longest that is taken comes to a third of it. */
export const longestSeconds = 9 * 60;

/** More would wait longer than any caller does. */
export const longestQueue = 64;

const invalid = (message: string) => new HttpError(400, 'invalid_request', message);

export const unavailable = (message: string, cause?: unknown): HttpError =>
  new HttpError(503, 'unavailable', message, { cause });

export const notConfigured = (message: string): HttpError =>
  new HttpError(503, 'not_configured', message);

export const tooLong = (): HttpError =>
  new HttpError(413, 'too_large', 'This text takes too long to speak.');

export const tooMany = (): HttpError => unavailable('Too many texts are waiting to be spoken.');

/** @throws {HttpError} 400 for a voice that there is not, and for a speed out of range */
export const checkedVoice = ({ voice, speed }: SpeechRequest): SpeechVoice => {
  const chosen = speechVoices.get(voice);
  if (!chosen) throw invalid(`There is no voice "${voice}".`);
  if (!(speed >= 0.5 && speed <= 2)) throw invalid('The speed must be between 0.5 and 2.0.');
  return chosen;
};

/** Whether a package, or the module at an address, can be imported. */
export const isInstalled = (module: string): boolean => {
  try {
    import.meta.resolve(module);
    return true;
  } catch {
    return false;
  }
};
