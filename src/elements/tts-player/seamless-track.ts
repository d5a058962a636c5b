import { createFlacStream, flacType } from './flac-mp4.ts';
import { nextEvent, type Track } from './track.ts';

type SourceClass = typeof MediaSource;

/** iPhones have a `ManagedMediaSource` only; it asks for elements that cannot be sent elsewhere. */
const sourceClass = (): SourceClass | undefined => {
  const { MediaSource: plain, ManagedMediaSource: managed } = globalThis as {
    MediaSource?: SourceClass;
    ManagedMediaSource?: SourceClass;
  };
  return [plain, managed].find((it) => it?.isTypeSupported(flacType));
};

/**
 * A track whose pieces follow one another sample by sample, by MediaSource.
 *
 * @returns `undefined` where the browser cannot
 */
export const openSeamlessTrack = (
  audio: HTMLAudioElement,
  signal: AbortSignal,
): Track | undefined => {
  const Source = sourceClass();
  if (!Source) return undefined;
  const source = new Source();
  const url = URL.createObjectURL(source);
  const opened = nextEvent(source, 'sourceopen', signal);
  opened.catch(() => undefined);
  audio.disableRemotePlayback = true;
  audio.src = url;

  let stream: ReturnType<typeof createFlacStream> | undefined;
  let buffer: SourceBuffer | undefined;
  let rate = 1;
  let samplesTaken = 0;

  const write = async (bytes: Uint8Array<ArrayBuffer> | undefined) => {
    if (!buffer || !bytes?.length) return;
    buffer.appendBuffer(bytes);
    await nextEvent(buffer, 'updateend', signal);
  };

  return {
    piece: 5,
    get time() {
      return audio.currentTime;
    },
    get length() {
      return samplesTaken / rate;
    },
    has: (time) => {
      const { buffered } = audio;
      for (let index = 0; index < buffered.length; index += 1) {
        if (time >= buffered.start(index) && time < buffered.end(index)) return true;
      }
      return false;
    },
    seek: (time) => {
      audio.currentTime = time;
    },
    open: async (sampleRate, from) => {
      await opened;
      rate = sampleRate;
      stream = createFlacStream(sampleRate);
      buffer = source.addSourceBuffer(flacType);
      const ready = nextEvent(audio, 'loadedmetadata', signal);
      await Promise.all([ready, write(stream.head)]);
      if (from > 0) audio.currentTime = from;
    },
    append: async (samples) => {
      samplesTaken += samples.length;
      await write(stream?.write(samples));
    },
    finish: async () => {
      await write(stream?.write(new Int16Array(), true));
      if (source.readyState === 'open') source.endOfStream();
    },
    goesOn: () => false,
    close: () => URL.revokeObjectURL(url),
  };
};
