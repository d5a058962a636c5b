import { createEspeakSpeech } from './espeak.ts';
import { createKokoroSpeech } from './kokoro.ts';
import { engineMode, type Env } from './mode.ts';
import type { Speech } from './speech-engine.ts';

export type { Speech, SpeechRequest } from './speech-engine.ts';

/**
 * The engine that speaks: Kokoro where `KOKORO_MODEL` names its folder, else espeak-ng as the stand-in.
 *
 * @param options `env`: `FAE_SPEECH` = auto, off or test, and `KOKORO_MODEL`; `standIns`: whether
 * `auto` may use espeak-ng
 * @returns `undefined` where speech is not configured
 */
export const createSpeech = (options: { env: Env; standIns: boolean }): Speech | undefined => {
  const mode = engineMode(options.env, 'FAE_SPEECH');
  const model = options.env['KOKORO_MODEL']?.trim();
  if (mode === 'off') return undefined;
  if (mode === 'auto' && model) return createKokoroSpeech({ model });
  return mode === 'test' || options.standIns ? createEspeakSpeech() : undefined;
};
