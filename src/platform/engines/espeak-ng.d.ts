/** The part of the package that is used here; it brings no types of its own. */
declare module '@echogarden/espeak-ng-emscripten' {
  interface Synthesizer {
    /** Samples per second. */
    readonly samplerate: number;
    /** `language+variant`; 0 where the voice exists. */
    set_voice(name: string): number;
    /** Words per minute, 80–450. */
    set_rate(rate: number): void;
    /** 0–100. */
    set_pitch(pitch: number): void;
    /** Calls back with 16-bit mono samples, block by block; a true result stops it. */
    synthesize(ssml: string, onSamples: (samples: Int16Array | null) => boolean): void;
  }
  interface EspeakModule {
    readonly eSpeakNGWorker: new () => Synthesizer;
  }
  export default function load(): Promise<EspeakModule>;
}
