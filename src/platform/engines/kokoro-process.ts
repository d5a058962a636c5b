// Runs in a process of its own: loads Kokoro and speaks one piece of text after another.
import { to16Bit } from './samples.ts';

export interface Piece {
  readonly text: string;
  readonly voice: string;
  readonly speed: number;
}

export type Answer =
  | { readonly loaded: true }
  | { readonly samples: Int16Array; readonly sampleRate: number }
  | { readonly failed: string };

/** The part of kokoro-js that is used here. Its `stream()` is not: given a text, it never ends. */
interface Kokoro {
  readonly KokoroTTS: {
    readonly from_pretrained: (
      model: string,
      options: { readonly dtype: string; readonly device: 'cpu' },
    ) => Promise<{
      readonly generate: (
        text: string,
        options: { readonly voice: string; readonly speed: number },
      ) => Promise<{ readonly audio: Float32Array; readonly sampling_rate: number }>;
    }>;
  };
}

/** @param module the package, or a module's address */
const load = async (module: string, model: string, dtype: string) => {
  const { KokoroTTS } = (await import(module)) as Kokoro;
  // An absolute path is no name of a model, so that nothing is ever downloaded.
  return KokoroTTS.from_pretrained(model, { dtype, device: 'cpu' });
};

const answer = async (work: () => Promise<Answer>): Promise<void> => {
  const it = await work().catch((error: unknown) => ({ failed: String(error) }));
  process.send?.(it);
};

/** Its platform is gone. */
process.on('disconnect', () => process.exit());

const [module = '', model = '', dtype = ''] = process.argv.slice(2);
const kokoro = load(module, model, dtype);

process.on('message', ({ text, voice, speed }: Piece) => {
  void answer(async () => {
    const { audio, sampling_rate } = await (await kokoro).generate(text, { voice, speed });
    return { samples: to16Bit(audio), sampleRate: sampling_rate };
  });
});

void answer(async () => {
  await kokoro;
  return { loaded: true };
});
