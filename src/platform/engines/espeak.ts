import { checkedVoice, isInstalled, notConfigured, voices, type Speech } from './speech-engine.ts';
import { createSpeechThread } from './speech-thread.ts';
import { wavFile } from './wav.ts';

// GPL-3, so an optional peer dependency: whoever wants it installs it.
const engine = '@echogarden/espeak-ng-emscripten';
const normalWordsPerMinute = 175;

/** Speech by espeak-ng, compiled to WebAssembly, on a thread of its own. */
export const createEspeakSpeech = (): Speech => {
  const thread = createSpeechThread();
  return {
    status: async () => {
      const available = isInstalled(engine);
      return { available, state: available ? 'ready' : 'offline', voices };
    },
    speak: async (request) => {
      const { espeak, pitch } = checkedVoice(request);
      if (!isInstalled(engine)) {
        throw notConfigured(`Speech needs espeak-ng. Install it with: npm install ${engine}`);
      }
      const { text, speed, signal } = request;
      const rate = Math.round(normalWordsPerMinute * speed);
      const spoken = await thread.run({ text, espeak, pitch, rate }, signal);
      return wavFile(spoken.samples, spoken.sampleRate);
    },
    close: () => thread.close(),
  };
};
