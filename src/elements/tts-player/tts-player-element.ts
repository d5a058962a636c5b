import { LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { Connection } from '../../ui/connection.ts';
import { ElementError } from '../../ui/failure.ts';
import { failureView } from '../../ui/failure-view.ts';
import { jsonAttribute } from '../../ui/json-attribute.ts';
import { LoadController, type ElementState } from '../../ui/load-controller.ts';
import { mergeStrings } from '../../ui/strings.ts';
import { buttons } from '../../ui/buttons.styles.ts';
import { raised } from '../../ui/raised.styles.ts';
import { states } from '../../ui/states.styles.ts';
import { tokens } from '../../ui/tokens.styles.ts';
import { visuallyHidden } from '../../ui/visually-hidden.styles.ts';
import { loadPlayer, type Loaded } from './load-player.ts';
import { emptyView, skeletonView } from './placeholder-views.ts';
import type { Player } from './player.ts';
import { TextSource } from './text-source.ts';
import {
  ttsPlayerStrings,
  type GivenStrings,
  type TtsPlayerStrings,
} from './tts-player.strings.ts';
import { ttsPlayerStyles } from './tts-player.styles.ts';
import { speedOf, voiceOf } from './tts-player.ts';

type LoadKey = readonly [endpoint: string | undefined, subject: 'text' | 'nothing' | 'missing'];

/**
 * @summary Reads a text of the page aloud, in the voices of the speech API.
 *
 * Texts of any length are split at sentence ends and played without a break. Nothing is synthesised
 * before the visitor presses play. Where the server has no voices, the browser's own speech is
 * offered, and named as such.
 *
 * @example
 * <article id="story">…</article>
 * <fae-tts-player for="story" voice="af_heart"></fae-tts-player>
 *
 * @slot - Shown while JavaScript is off, and when the player cannot be loaded.
 *
 * @event {FaeReadyEvent} fae-ready - The player can be used, or there is nothing to read.
 * @event {FaeErrorEvent} fae-error - The player cannot be used.
 * @event {FaeTtsPlayerPlayEvent} fae-tts-player-play - The visitor wants to hear it; cancelable.
 * @event {FaeTtsPlayerPauseEvent} fae-tts-player-pause - It fell silent before the end.
 * @event {FaeTtsPlayerEndEvent} fae-tts-player-end - It has been read to the end.
 * @event {FaeTtsPlayerErrorEvent} fae-tts-player-error - Speech could not be had or played.
 *
 * @csspart player - The card.
 * @csspart play - The round button.
 * @csspart title - What the card is called.
 * @csspart time - Position and duration.
 * @csspart progress - The bar: what is played, and what is there.
 * @csspart range - The input over it.
 * @csspart tools - The row of voice, speed and download.
 * @csspart voice - The select of voices.
 * @csspart speed - The select of speeds.
 * @csspart download - The button that downloads the audio.
 * @csspart empty - What is shown where there is nothing to read.
 * @csspart error - What is shown when something failed.
 * @csspart retry - The button that tries again.
 *
 * @cssproperty --fae-color-accent - The play button and what is played.
 * @cssproperty --fae-color-surface - The card.
 * @cssproperty --fae-radius - Its corners.
 */
export class FaeTtsPlayerElement extends LitElement {
  static override properties = {
    endpoint: {},
    text: {},
    for: {},
    voice: {},
    speed: { type: Number },
    label: {},
    strings: { ...jsonAttribute },
    state: { reflect: true },
  };
  static override styles = [tokens, raised, buttons, states, visuallyHidden, ttsPlayerStyles];

  /** The proxy's address. */
  declare endpoint: string | undefined;
  /** The text to read. */
  declare text: string | undefined;
  /** The id of the element to read, where there is no `text`. */
  declare for: string | undefined;
  /** The id of the voice; the server's first one when absent or unknown. */
  declare voice: string | undefined;
  /** 0.5–2 times the normal speed; the pitch stays. */
  declare speed: number | undefined;
  /** What the player is called, on the card and on the lock screen. */
  declare label: string | undefined;
  /** Texts that differ from the English ones. */
  declare strings: Partial<TtsPlayerStrings> | undefined;
  declare state: ElementState;

  readonly #source = new TextSource(this);
  readonly #loader = new LoadController<LoadKey, Loaded | null>(this, {
    key: () => this.#loadKey(),
    load: (key, signal) => this.#load(key, signal),
    isEmpty: (loaded) => !loaded,
  });
  /** `undefined` where the named element is missing. */
  #text: string | undefined;
  #player: Player | undefined;

  constructor() {
    super();
    this.state = 'idle';
    // Set before the definition came, it would stand in front of the accessor for good.
    Reflect.deleteProperty(this, 'currentTime');
    new Connection(this, (signal) => signal.addEventListener('abort', () => this.#end()));
  }

  /** Seconds at normal speed; setting it goes there, once `state` is `ready`. */
  get currentTime(): number {
    return this.#player?.position ?? 0;
  }
  set currentTime(seconds: number) {
    this.#player?.seek(seconds);
  }

  /** Seconds at normal speed; reckoned until everything has been spoken. */
  get duration(): number {
    return this.#player?.duration ?? 0;
  }

  get paused(): boolean {
    return !this.#player?.isPlaying;
  }

  /**
   * Reads on; from the start when it has ended. A browser wants the visitor to have acted before.
   * Nothing happens before `state` is `ready`.
   */
  play(): void {
    this.#player?.play();
  }

  pause(): void {
    this.#player?.pause();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // What a visitor is listening to does not change under them because the page does.
    if (!this.#player?.isActive || changed.has('text') || changed.has('for')) {
      this.#text = this.#source.read();
    }
  }

  protected override update(changed: PropertyValues<this>): void {
    this.#fitPlayer();
    super.update(changed);
  }

  protected override render(): TemplateResult {
    const strings = mergeStrings<GivenStrings>(ttsPlayerStrings, this.strings);
    if (this.state === 'error' || this.state === 'offline') {
      const retry = () => this.#loader.retry();
      return failureView({ failure: this.#loader.failure, state: this.state, strings, retry });
    }
    if (this.state === 'empty') return emptyView(strings.empty);
    return this.#player?.view(strings) ?? skeletonView(strings.loading);
  }

  /** One player for each text and speaker; in another voice or at another speed it goes on. */
  #fitPlayer(): void {
    const text = this.#text;
    const { Player, speaker } = this.#loader.value ?? {};
    if (this.#player?.text !== text || this.#player?.speaker !== speaker) this.#end();
    if (!text || !Player || !speaker) return;
    const manner = {
      language: this.#source.language,
      voice: voiceOf(speaker, this.voice),
      speed: speedOf(this.speed),
    };
    this.#player ??= new Player(this, text, speaker, manner);
    this.#player.follow(manner);
  }

  #end(): void {
    this.#player?.end();
    this.#player = undefined;
  }

  #loadKey(): LoadKey | undefined {
    if (this.#text) return [this.endpoint, 'text'];
    if (this.#text === '') return [this.endpoint, 'nothing'];
    // The rest of the page, and the element with it, may be still to come.
    return document.readyState === 'loading' ? undefined : [this.endpoint, 'missing'];
  }

  async #load([endpoint, subject]: LoadKey, signal: AbortSignal): Promise<Loaded | null> {
    if (subject === 'nothing') return null;
    if (subject === 'text') return loadPlayer(endpoint, this.#source.language, signal);
    throw new ElementError('no_target', `There is no element with the id "${this.for}".`, {
      retryable: true,
    });
  }
}
