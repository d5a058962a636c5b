import { HttpError } from '../../http/problem.ts';
import { engineMode, type Env } from './mode.ts';
import { createSpeechThread } from './speech-thread.ts';
import { speechVoices } from './speech-voices.ts';
import { wavFile } from './wav.ts';

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
   * @param request `voice`: an id from `status()`; `speed`: 0.5–2, 1 is the voice's own
   * @returns a complete WAV file: 16-bit PCM, mono
   * @throws {HttpError} 400 `invalid_request` for an unknown voice or a speed out of range, 503
   * `not_configured` where espeak-ng is not installed, 503 `unavailable` where it fails, 413
   * `too_large` for a text that would be spoken without end
   * @throws the signal's reason, once it aborts
   */
  speak(request: {
    text: string;
    voice: string;
    speed: number;
    signal: AbortSignal;
  }): Promise<Uint8Array<ArrayBuffer>>;
  /** Ends the engine's thread. */
  close(): Promise<void>;
}

// GPL-3, so an optional peer dependency: whoever wants it installs it.
const engine = '@echogarden/espeak-ng-emscripten';
const normalWordsPerMinute = 175;

const isInstalled = (): boolean => {
  try {
    import.meta.resolve(engine);
    return true;
  } catch {
    return false;
  }
};

const invalid = (message: string) => new HttpError(400, 'invalid_request', message);

/**
 * Speech by espeak-ng, compiled to WebAssembly, on a thread of its own.
 *
 * @param options `env`: `FAE_SPEECH` = auto, off or test; `standIns`: whether `auto` may use it
 * @returns `undefined` where speech is not configured
 */
export const createSpeech = (options: { env: Env; standIns: boolean }): Speech | undefined => {
  const mode = engineMode(options.env, 'FAE_SPEECH');
  if (mode === 'off' || (mode === 'auto' && !options.standIns)) return undefined;

  const thread = createSpeechThread();
  const voices = Array.from(speechVoices, ([id, { label }]) => ({ id, label }));
  return {
    status: async () => {
      const available = isInstalled();
      return { available, state: available ? 'ready' : 'offline', voices };
    },
    speak: async ({ text, voice, speed, signal }) => {
      const chosen = speechVoices.get(voice);
      if (!chosen) throw invalid(`There is no voice "${voice}".`);
      if (!(speed >= 0.5 && speed <= 2)) throw invalid('The speed must be between 0.5 and 2.0.');
      if (!isInstalled()) {
        throw new HttpError(
          503,
          'not_configured',
          `Speech needs espeak-ng. Install it with: npm install ${engine}`,
        );
      }
      const rate = Math.round(normalWordsPerMinute * speed);
      const { espeak, pitch } = chosen;
      const spoken = await thread.run({ text, espeak, pitch, rate }, signal);
      return wavFile(spoken.samples, spoken.sampleRate);
    },
    close: () => thread.close(),
  };
};
