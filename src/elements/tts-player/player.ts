import type { ReactiveControllerHost, TemplateResult } from 'lit';
import { ElementError, type Failure } from '../../ui/failure.ts';
import { usualLettersPerSecond } from './plain-text.ts';
import { playerView, type PlayerActions } from './player-view.ts';
import { playerStrings } from './player.strings.ts';
import { playerStyles } from './player.styles.ts';
import type { Manner } from './reader.ts';
import type { Reading } from './reading.ts';
import type { GivenStrings, TtsPlayerStrings } from './tts-player.strings.ts';
import type { Speaker } from './tts-player.ts';

/** The element; the visitor's choices become its properties. */
interface PlayerHost extends ReactiveControllerHost, HTMLElement {
  voice: string | undefined;
  speed: number | undefined;
  readonly label: string | undefined;
}

/**
 * The controls for one text and who reads it. What does the reading is loaded with the visitor's
 * first wish: most visitors of a page read it themselves.
 */
export class Player {
  readonly text: string;
  readonly speaker: Speaker;
  readonly #host: PlayerHost;
  readonly #audio = new Audio();
  #manner: Manner;
  #reading: Reading | undefined;
  #opening: Promise<Reading | undefined> | undefined;
  #failure: Failure | undefined;
  #isWanted = false;
  #hasEnded = false;
  /** Where to start, in seconds. */
  #start = 0;
  /** Where the thumb is while it is being moved. */
  #scrub: number | undefined;
  readonly #actions: PlayerActions = {
    toggle: () => {
      if (this.isPlaying) this.pause();
      else this.play();
    },
    scrub: (position) => {
      this.#scrub = position;
      this.#host.requestUpdate();
    },
    seek: (position) => this.seek(position),
    step: (seconds) => this.seek(this.position + seconds),
    chooseVoice: (id) => {
      this.#host.voice = id;
    },
    chooseSpeed: (speed) => {
      this.#host.speed = speed;
    },
    download: () => void this.#open().then((reading) => reading?.toggleDownload()),
    retry: () => {
      if (this.#reading) this.#reading.retry();
      else this.play();
      // The button that had the focus is gone.
      void this.#host.updateComplete.then(() => {
        this.#host.shadowRoot?.querySelector<HTMLElement>('.play')?.focus();
      });
    },
  };

  constructor(host: PlayerHost, text: string, speaker: Speaker, manner: Manner) {
    this.#host = host;
    this.text = text;
    this.speaker = speaker;
    this.#manner = manner;
    const { styleSheet } = playerStyles;
    const present = host.shadowRoot?.adoptedStyleSheets;
    if (styleSheet && !present?.includes(styleSheet)) present?.push(styleSheet);
  }

  get isPlaying(): boolean {
    return this.#reading ? this.#reading.reader.activity === 'playing' : this.#isWanted;
  }

  /** Whether the visitor is in the middle of it. */
  get isActive(): boolean {
    return this.#reading?.isActive ?? this.#isWanted;
  }

  /** Seconds at normal speed. */
  get position(): number {
    return this.#reading?.reader.position ?? this.#start;
  }

  /** Seconds at normal speed. */
  get duration(): number {
    return this.#reading?.reader.duration ?? this.text.length / usualLettersPerSecond;
  }

  play(): void {
    this.#isWanted = true;
    if (!this.#reading && this.speaker.endpoint !== undefined) {
      // Within the visitor's press: a browser may let only this element play from then on.
      this.#audio.play().catch(() => undefined);
    }
    void this.#open().then((reading) => {
      if (this.#isWanted) reading?.play();
    });
  }

  pause(): void {
    this.#isWanted = false;
    this.#reading?.reader.pause();
    this.#host.requestUpdate();
  }

  /** Seconds at normal speed. */
  seek(position: number): void {
    this.#scrub = undefined;
    this.#start = Math.min(this.duration, Math.max(0, position || 0));
    this.#reading?.reader.seek(this.#start);
    this.#host.requestUpdate();
  }

  /** Goes on in this voice and at this speed. */
  follow(manner: Manner): void {
    this.#manner = manner;
    this.#reading?.follow(manner);
  }

  end(): void {
    this.#hasEnded = true;
    this.#reading?.end();
  }

  view(given: GivenStrings): TemplateResult {
    const failures = { ...playerStrings.failures, ...given.failures };
    const strings: TtsPlayerStrings = { ...playerStrings, ...given, failures };
    const reading = this.#reading;
    const isBrowser = this.speaker.endpoint === undefined;
    const model = {
      title: this.#host.label ?? (isBrowser ? strings.browserVoice : strings.listen),
      isPlaying: this.isPlaying,
      isWaiting: reading ? reading.reader.waiting : this.#isWanted,
      position: this.#scrub ?? this.position,
      duration: this.duration,
      isExact: reading?.reader.exact ?? false,
      ranges: reading?.reader.ranges ?? [],
      voices: this.speaker.voices,
      voice: this.#manner.voice,
      speed: this.#manner.speed,
      failure: reading?.failure ?? this.#failure,
      canDownload: !isBrowser,
      download: reading?.download,
    };
    return playerView(model, this.#actions, strings);
  }

  #open(): Promise<Reading | undefined> {
    this.#opening ??= this.#load();
    this.#host.requestUpdate();
    return this.#opening;
  }

  async #load(): Promise<Reading | undefined> {
    this.#failure = undefined;
    try {
      const { Reading } = await import('./reading.ts');
      if (this.#hasEnded) return undefined;
      this.#reading = new Reading({
        host: this.#host,
        text: this.text,
        speaker: this.speaker,
        manner: this.#manner,
        audio: this.#audio,
      });
      if (this.#start) this.#reading.reader.seek(this.#start);
    } catch (cause) {
      this.#opening = undefined;
      this.#isWanted = false;
      this.#failure = new ElementError('network', 'The player could not be loaded.', {
        retryable: true,
        cause,
      });
      this.#host.requestUpdate();
    }
    return this.#reading;
  }
}
