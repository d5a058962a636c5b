import { speak as operation } from '../../api/fae/tts.operations.ts';
import { withDeadline } from '../deadline.ts';
import { endJob, startJob } from '../store/jobs.ts';
import type { Handlers } from './handler.ts';
import { notConfigured } from './refusals.ts';
import type { Services } from './services.ts';

const defaults = { voice: 'af_heart', speed: 1 };
const offline = { available: false, state: 'offline', voices: [] };

export const ttsHandlers = ({ store, speech }: Services): Handlers['tts'] => ({
  status: async () => JSON.stringify(speech ? await speech.status() : offline),

  speak: async ({ workspace, body, request }) => {
    if (!speech) throw notConfigured('No speech engine is configured.');
    const { text, voice = defaults.voice, speed = defaults.speed } = body;
    const wish = { text, voice, speed };
    const job = await startJob(store, workspace, 'speech', wish);
    try {
      const wav = await withDeadline(operation.deadline, request.signal, (signal) =>
        speech.speak({ ...wish, signal }),
      );
      await endJob(store, job, 'done', { ...wish, bytes: wav.byteLength });
      return new Response(wav, {
        headers: { 'Content-Type': 'audio/wav', 'Content-Length': String(wav.byteLength) },
      });
    } catch (error) {
      await endJob(store, job, 'failed', { ...wish, error: String(error) });
      throw error;
    }
  },
});
