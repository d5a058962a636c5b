import { speak as operation } from '../../api/fae/tts.operations.ts';
import { withDeadline } from '../deadline.ts';
import type { Handlers } from './handler.ts';
import { notConfigured } from './refusals.ts';
import type { Services } from './services.ts';

/** The kind of jobs that speech is done in. */
export const speechKind = 'speech';

const defaults = { voice: 'af_heart', speed: 1 };
const offline = { available: false, state: 'offline', voices: [] };

export const ttsHandlers = ({ jobs, speech }: Services): Handlers['tts'] => ({
  status: async () => JSON.stringify(speech ? await speech.status() : offline),

  speak: async ({ workspace, body, request }) => {
    if (!speech) throw notConfigured('No speech engine is configured.');
    const { text, voice = defaults.voice, speed = defaults.speed } = body;
    const wish = { text, voice, speed };
    return jobs.perform({ kind: speechKind, workspace, document: wish }, async (stopped) => {
      const gone = AbortSignal.any([request.signal, stopped]);
      const wav = await withDeadline(operation.deadline, gone, (signal) =>
        speech.speak({ ...wish, signal }),
      );
      const headers = { 'Content-Type': 'audio/wav', 'Content-Length': String(wav.byteLength) };
      return {
        answer: new Response(wav, { headers }),
        document: { bytes: wav.byteLength },
      };
    });
  },
});
