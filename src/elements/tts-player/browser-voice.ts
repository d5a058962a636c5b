import { ElementError, type Failure } from '../../ui/failure.ts';
import type { Activity, Reader, ReaderOptions, Voice } from './reader.ts';
import { splitText } from './split-text.ts';
import { createTimeline } from './timeline.ts';

/** Chrome's online voices fall silent, without an event, in the middle of anything longer. */
const longestUtterance = 200;
/** Voices come late, by an event; where there are none, that event never comes. */
const patience = 1500;

const speechOf = (): SpeechSynthesis | undefined =>
  'speechSynthesis' in globalThis ? globalThis.speechSynthesis : undefined;

/** The browser's own voices, those that speak the language first; none where it has no speech. */
export const browserVoices = async (
  language: string | undefined,
  signal: AbortSignal,
): Promise<Voice[]> => {
  const speech = speechOf();
  if (!speech) return [];
  if (!speech.getVoices().length) {
    await new Promise<void>((resolve) => {
      speech.addEventListener('voiceschanged', () => resolve(), { once: true, signal });
      AbortSignal.any([signal, AbortSignal.timeout(patience)]).onabort = () => resolve();
    });
  }
  const wanted = (language ?? navigator.language).slice(0, 2).toLowerCase();
  const rank = (voice: SpeechSynthesisVoice): number =>
    (voice.lang.toLowerCase().startsWith(wanted) ? 0 : 2) + (voice.default ? 0 : 1);
  return [...speech.getVoices()]
    .sort((a, b) => rank(a) - rank(b))
    .map(({ voiceURI, name, lang }) => ({ id: voiceURI, label: name, language: lang }));
};

/**
 * Reads a text with the browser's own speech. It tells no times, so that they are reckoned by the
 * letters; and since `pause()` does not work with all voices, a pause ends the utterance, which is
 * spoken again from the word where it stopped.
 */
export const createBrowserReader = (options: ReaderOptions & { readonly text: string }): Reader => {
  const { changed, language } = options;
  const texts = splitText(options.text, {
    language,
    lengths: [longestUtterance],
    longest: longestUtterance,
  });
  const timeline = createTimeline(texts);
  const speech = speechOf();
  let voice = options.voice;
  let speed = options.speed;
  let activity: Activity = 'idle';
  let failure: Failure | undefined;
  let started = false;
  let part = 0;
  /** Letters of the part that have been spoken. */
  let letter = 0;
  /** Held here: browsers forget an utterance, and its events, that nobody else holds. */
  let utterance: SpeechSynthesisUtterance | undefined;

  const silence = () => {
    utterance = undefined;
    started = false;
    // The engine hangs when it is given something while it is busy.
    speech?.cancel();
  };

  const speak = () => {
    silence();
    const text = texts[part];
    if (text === undefined || !speech) return;
    const offset = letter;
    const next = new SpeechSynthesisUtterance(text.slice(offset));
    utterance = next;
    next.rate = speed;
    const chosen = speech.getVoices().find((it) => it.voiceURI === voice);
    if (chosen) next.voice = chosen;
    const languageTag = chosen?.lang ?? language;
    if (languageTag) next.lang = languageTag;
    // What an utterance that was cancelled still says is not heeded.
    const on = (type: keyof SpeechSynthesisUtteranceEventMap, handle: (event: Event) => void) =>
      next.addEventListener(type, (event) => {
        if (utterance !== next) return;
        handle(event);
        changed();
      });
    on('start', () => {
      started = true;
    });
    on('boundary', (event) => {
      if (event instanceof SpeechSynthesisEvent) letter = offset + event.charIndex;
    });
    on('end', () => {
      part += 1;
      letter = 0;
      if (part < texts.length) speak();
      else {
        activity = 'ended';
        silence();
      }
    });
    on('error', () => {
      failure = new ElementError('speech_failed', 'The browser could not speak.', {
        retryable: true,
      });
      activity = 'paused';
      silence();
    });
    speech.speak(next);
  };

  const speakAnew = () => {
    if (activity === 'playing') speak();
    changed();
  };

  return {
    get activity() {
      return activity;
    },
    get waiting() {
      return activity === 'playing' && !started;
    },
    get failure() {
      return failure;
    },
    get position() {
      const length = texts[part]?.length ?? 1;
      return activity === 'ended'
        ? timeline.total()
        : timeline.momentOf({ part, fraction: letter / length });
    },
    get duration() {
      return timeline.total();
    },
    exact: false,
    ranges: [],
    play: () => {
      if (activity === 'playing') return;
      if (activity === 'ended') part = 0;
      failure = undefined;
      activity = 'playing';
      speakAnew();
    },
    pause: () => {
      if (activity !== 'playing') return;
      activity = 'paused';
      silence();
      changed();
    },
    seek: (moment) => {
      if (activity === 'ended') activity = 'paused';
      const place = timeline.placeAt(moment);
      const text = texts[place.part] ?? '';
      part = place.part;
      // From the beginning of the word.
      letter = text.lastIndexOf(' ', Math.round(place.fraction * text.length)) + 1;
      speakAnew();
    },
    setVoice: (id) => {
      voice = id;
      speakAnew();
    },
    setSpeed: (next) => {
      speed = next;
      speakAnew();
    },
    close: () => {
      if (utterance) silence();
      activity = 'idle';
    },
  };
};
