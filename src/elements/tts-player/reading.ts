import type { ReactiveControllerHost } from 'lit';
import { failureOf, type Failure } from '../../ui/failure.ts';
import { createBrowserReader } from './browser-voice.ts';
import { takeMediaKeys } from './media-keys.ts';
import type { Activity, Manner, Reader } from './reader.ts';
import { fileName, saveFile } from './save-file.ts';
import { createSynthesis } from './synthesis.ts';
import {
  FaeTtsPlayerEndEvent,
  FaeTtsPlayerErrorEvent,
  FaeTtsPlayerPauseEvent,
  FaeTtsPlayerPlayEvent,
} from './tts-player.events.ts';
import type { Speaker } from './tts-player.ts';
import { createVoicePlayer } from './voice-player.ts';

interface ReadingOptions {
  /** Tells the page what happens, and is updated with it. */
  readonly host: ReactiveControllerHost & HTMLElement & { readonly label: string | undefined };
  readonly text: string;
  readonly speaker: Speaker;
  readonly manner: Manner;
  /** An element that the visitor's press has allowed to play. */
  readonly audio: HTMLAudioElement;
}

/**
 * Reading one text aloud for an element: tells the page what happens, falls silent when another
 * player begins, holds the media keys, and makes the file to download. `end()` undoes everything.
 */
export class Reading {
  readonly reader: Reader;
  /** How much of a download is there, 0–1. */
  download: number | undefined;

  readonly #options: ReadingOptions;
  readonly #life = new AbortController();
  #manner: Manner;
  #activity: Activity = 'idle';
  #failure: Failure | undefined;
  #downloadFailure: Failure | undefined;
  #downloading: AbortController | undefined;
  #keys: AbortController | undefined;
  #tellKeys = (): void => undefined;

  constructor(options: ReadingOptions) {
    const { speaker, manner, text, audio, host } = options;
    this.#options = options;
    this.#manner = manner;
    const given = { ...manner, text, changed: () => this.#heed() };
    this.reader =
      speaker.endpoint === undefined
        ? createBrowserReader(given)
        : createVoicePlayer({ ...given, audio, synthesize: createSynthesis(speaker.endpoint) });
    const yieldTo = (event: Event) => {
      if (event.defaultPrevented || event.composedPath()[0] === host) return;
      this.reader.pause();
      this.#keys?.abort();
    };
    window.addEventListener(FaeTtsPlayerPlayEvent.type, yieldTo, { signal: this.#life.signal });
  }

  /** Whether the visitor is in the middle of it. */
  get isActive(): boolean {
    return this.#activity === 'playing' || this.#activity === 'paused';
  }

  get failure(): Failure | undefined {
    return this.reader.failure ?? this.#downloadFailure;
  }

  play(): void {
    if (this.reader.activity === 'playing') return;
    if (!this.#options.host.dispatchEvent(new FaeTtsPlayerPlayEvent())) return;
    this.#downloadFailure = undefined;
    this.reader.play();
  }

  toggle(): void {
    if (this.reader.activity === 'playing') this.reader.pause();
    else this.play();
  }

  /** Does again what failed. */
  retry(): void {
    if (this.#downloadFailure) void this.toggleDownload();
    else this.play();
  }

  /** Goes on in this voice and at this speed. */
  follow(manner: Manner): void {
    const before = this.#manner;
    this.#manner = manner;
    if (manner.speed !== before.speed) this.reader.setSpeed(manner.speed);
    if (manner.voice === before.voice) return;
    this.#downloading?.abort();
    this.reader.setVoice(manner.voice);
  }

  /** Starts a download, or cancels the one that is running. */
  async toggleDownload(): Promise<void> {
    if (this.#downloading) {
      this.#downloading.abort();
      return;
    }
    const running = new AbortController();
    const tell = (share: number | undefined) => {
      this.download = share;
      this.#options.host.requestUpdate();
    };
    this.#downloading = running;
    this.#downloadFailure = undefined;
    tell(0);
    try {
      const file = await this.reader.file?.(running.signal, (done, of) => tell(done / of));
      if (file && !running.signal.aborted) saveFile(file, fileName(document.title));
    } catch (error) {
      if (running.signal.aborted) return;
      this.#downloadFailure = failureOf(error);
      this.#options.host.dispatchEvent(new FaeTtsPlayerErrorEvent(this.#downloadFailure));
    } finally {
      this.#downloading = undefined;
      tell(undefined);
    }
  }

  /** Stops everything and forgets what was spoken. */
  end(): void {
    this.#life.abort();
    this.#downloading?.abort();
    this.#keys?.abort();
    this.reader.close();
  }

  #heed(): void {
    const { reader } = this;
    const { host } = this.#options;
    const before = this.#activity;
    this.#activity = reader.activity;
    if (before !== reader.activity) this.#tellActivity(before);
    const failure = reader.failure;
    if (failure && failure !== this.#failure)
      host.dispatchEvent(new FaeTtsPlayerErrorEvent(failure));
    this.#failure = failure;
    this.#tellKeys();
    host.requestUpdate();
  }

  #tellActivity(before: Activity): void {
    const { host } = this.#options;
    if (this.#activity === 'playing') this.#takeKeys();
    if (before === 'playing' && this.#activity === 'paused') {
      host.dispatchEvent(new FaeTtsPlayerPauseEvent());
    }
    if (this.#activity !== 'ended') return;
    this.#keys?.abort();
    host.dispatchEvent(new FaeTtsPlayerEndEvent());
  }

  #takeKeys(): void {
    if (this.#keys && !this.#keys.signal.aborted) return;
    this.#keys = new AbortController();
    const controls = { play: () => this.play(), pause: () => this.reader.pause() };
    const { signal } = this.#keys;
    const title = this.#options.host.label ?? document.title;
    this.#tellKeys = takeMediaKeys(title, this.reader, controls, signal);
  }
}
