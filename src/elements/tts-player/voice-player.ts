import { failureOf, type Failure } from '../../ui/failure.ts';
import type { Activity, Reader, ReaderOptions } from './reader.ts';
import { openSeamlessTrack } from './seamless-track.ts';
import { samplesBetween, type Speech } from './speech.ts';
import { createSpeechQueue, type SpeechQueue } from './speech-queue.ts';
import { splitText } from './split-text.ts';
import { openStepwiseTrack } from './stepwise-track.ts';
import type { Place } from './timeline.ts';
import { nextEvent, type Track } from './track.ts';
import { joinWav } from './wav.ts';

interface VoicePlayerOptions extends ReaderOptions {
  readonly text: string;
  /** What to play with; a browser may ask that the visitor has started it once. */
  readonly audio: HTMLAudioElement;
  /** Speaks one part. `sampleRate`: what the parts before have, and this one must have. */
  readonly synthesize: (
    text: string,
    voice: string | undefined,
    signal: AbortSignal,
    sampleRate?: number,
  ) => Promise<Speech>;
}

/** One stretch of playing without a break, from a place on. */
interface Run {
  readonly track: Track;
  readonly controller: AbortController;
  /** The part and the second within it at which the track begins; unknown until the part is there. */
  origin: { readonly part: number; readonly seconds: number } | undefined;
  /** Why no more will come. */
  trouble: Failure | undefined;
}

/** Seconds of sound that are handed to the browser in advance; its memory for it is small. */
const ahead = 20;

/**
 * Reads a text with the voices of a speech API. Nothing is synthesised before the first `play`;
 * then one part is fetched ahead of what is played. All speed is done by the browser, so that a part
 * is synthesised once for all speeds.
 */
export const createVoicePlayer = (options: VoicePlayerOptions): Reader => {
  const texts = splitText(options.text, { language: options.language });
  const { audio, changed } = options;
  audio.preservesPitch = true;
  const listening = new AbortController();
  const queues = new Map<string | undefined, SpeechQueue>();
  const queueOf = (voice: string | undefined): SpeechQueue => {
    const present =
      queues.get(voice) ??
      createSpeechQueue(texts, (text, signal, rate) =>
        options.synthesize(text, voice, signal, rate),
      );
    queues.set(voice, present);
    return present;
  };

  let queue = queueOf(options.voice);
  let activity: Activity = 'idle';
  let failure: Failure | undefined;
  let run: Run | undefined;
  /** Where playing starts, or will start as soon as the part is there. */
  let place: Place = { part: 0, fraction: 0 };

  const position = (): number => {
    const origin = run?.origin;
    if (!run || !origin) return queue.timeline.momentOf(place);
    const moment = queue.timeline.start(origin.part) + origin.seconds + run.track.time;
    return Math.min(moment, queue.timeline.total());
  };
  /** It should be heard, but the sound that comes next is not there: more than a mere seek. */
  const isStarved = (): boolean => {
    const isReady = audio.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
    // A browser stops a moment before the sound it has comes to its end.
    return activity === 'playing' && !isReady && !run?.track.has(run.track.time + 0.1);
  };

  const resume = () => {
    if (activity !== 'playing') return;
    audio.play().catch((error: unknown) => {
      // The browser wants the visitor to press the button; other rejections only say "later".
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
      activity = 'paused';
      changed();
    });
  };

  const feed = async (current: Run): Promise<void> => {
    const { track, controller } = current;
    const { signal } = controller;
    for (let part = place.part; part < queue.length; part += 1) {
      const speech = await queue.get(part, signal);
      signal.throwIfAborted();
      changed();
      if (activity === 'playing' && part + 1 < queue.length) {
        queue.get(part + 1, signal).then(changed, () => undefined);
      }
      let from = 0;
      if (!current.origin) {
        const start = place.fraction * speech.seconds;
        from = Number.isFinite(track.piece) ? start - (start % track.piece) : 0;
        await track.open(speech.sampleRate, start - from);
        current.origin = { part, seconds: from };
      }
      for (; from < speech.seconds; from += track.piece) {
        while (track.length - track.time > ahead) await nextEvent(audio, 'timeupdate', signal);
        await track.append(await samplesBetween(speech, from, from + track.piece));
      }
    }
    await track.finish();
  };

  const leaveRun = () => {
    run?.controller.abort();
    run?.track.close();
    run = undefined;
  };

  const start = () => {
    const before = run;
    const controller = new AbortController();
    const { signal } = controller;
    const track = openSeamlessTrack(audio, signal) ?? openStepwiseTrack(audio, resume);
    const current: Run = { track, controller, origin: undefined, trouble: undefined };
    run = current;
    resume();
    feed(current).catch((error: unknown) => {
      if (signal.aborted) return;
      current.trouble ??= failureOf(error);
      heed();
    });
    // After the new one has asked for its part: it may be the one that is already under way.
    before?.controller.abort();
    before?.track.close();
  };

  /** Looks whether playing has come to where nothing more will come. */
  const heed = () => {
    if (run?.trouble && isStarved()) {
      failure = run.trouble;
      activity = 'paused';
      audio.pause();
    }
    changed();
  };

  const moveTo = (next: Place) => {
    place = next;
    failure = undefined;
    if (activity === 'playing') start();
    else leaveRun();
  };

  const listen = (type: string, handle: () => void) =>
    audio.addEventListener(type, handle, { signal: listening.signal });
  for (const type of ['timeupdate', 'playing', 'canplay', 'seeked']) listen(type, changed);
  listen('waiting', heed);
  listen('pause', () => {
    // By the system: a call, another app, keys on a headset.
    if (activity !== 'playing' || !audio.paused || audio.ended) return;
    activity = 'paused';
    changed();
  });
  listen('ended', () => {
    if (!run?.track.goesOn()) activity = 'ended';
    heed();
  });
  listen('error', () => {
    if (!run || !audio.error) return;
    run.trouble ??= failureOf(new Error(audio.error.message || 'The sound cannot be played.'));
    heed();
  });

  const setSpeed = (speed: number) => {
    // A new source sets the rate back to the default one.
    audio.defaultPlaybackRate = speed;
    audio.playbackRate = speed;
  };
  setSpeed(options.speed);

  return {
    get activity() {
      return activity;
    },
    get waiting() {
      return isStarved();
    },
    get failure() {
      return failure;
    },
    get position() {
      return position();
    },
    get duration() {
      return queue.timeline.total();
    },
    get exact() {
      return queue.timeline.exact();
    },
    get ranges() {
      return queue.timeline.ranges();
    },
    play: () => {
      if (activity === 'playing') return;
      const again = activity === 'ended';
      activity = 'playing';
      if (run?.trouble) moveTo(queue.timeline.placeAt(position()));
      else if (again) moveTo({ part: 0, fraction: 0 });
      else if (run) resume();
      else start();
      changed();
    },
    pause: () => {
      if (activity !== 'playing') return;
      activity = 'paused';
      audio.pause();
      changed();
    },
    seek: (moment) => {
      if (activity === 'ended') activity = 'paused';
      const origin = run?.origin;
      const time = origin ? moment - queue.timeline.start(origin.part) - origin.seconds : 0;
      if (origin && run?.track.has(time)) run.track.seek(time);
      else moveTo(queue.timeline.placeAt(moment));
      changed();
    },
    setVoice: (voice) => {
      const next = queueOf(voice);
      if (next === queue) return;
      const here =
        activity === 'ended' ? { part: 0, fraction: 0 } : queue.timeline.placeAt(position());
      queue = next;
      if (activity === 'ended') activity = 'idle';
      moveTo(here);
      changed();
    },
    setSpeed,
    file: async (signal, progress) => {
      const voice = queue;
      const { length } = voice;
      const spoken: Speech[] = [];
      for (let part = 0; part < length; part += 1) {
        progress(part, length);
        spoken.push(await voice.get(part, signal));
        signal.throwIfAborted();
        changed();
      }
      return joinWav(
        spoken.map(({ samples }) => samples),
        spoken[0]?.sampleRate ?? 1,
      );
    },
    close: () => {
      listening.abort();
      activity = 'idle';
      leaveRun();
      audio.removeAttribute('src');
      audio.load();
    },
  };
};
