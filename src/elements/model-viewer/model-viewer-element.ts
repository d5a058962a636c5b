import { LitElement, type PropertyValues } from 'lit';
import { Connection } from '../../ui/connection.ts';
import type { ElementError } from '../../ui/failure.ts';
import { jsonAttribute } from '../../ui/json-attribute.ts';
import { LoadController, type ElementState } from '../../ui/load-controller.ts';
import { mergeStrings } from '../../ui/strings.ts';
import { buttons, states, tokens } from '../../ui/tokens.styles.ts';
import type { View, ViewSettings } from './engine/index.ts';
import type { DownloadProgress } from './glb-stream.ts';
import { CameraChangeEvent, ModelLoadEvent, ModelProgressEvent } from './model-viewer.events.ts';
import { modelViewerStrings, type ModelViewerStrings } from './model-viewer.strings.ts';
import { modelViewerStyles } from './model-viewer.styles.ts';
import { openModel } from './model-viewer.ts';
import { modelViewerView } from './model-viewer.view.ts';
import { NearViewport } from './near-viewport.ts';

/** What to load: model id, address, endpoint, and which stay in the document this is. */
type LoadKey = readonly [string | undefined, string | undefined, string | undefined, number];

/** How long a removed element keeps its model, in case it is only being moved; milliseconds. */
const moveGrace = 1_000;
/** How long the camera has to rest before its position is told; milliseconds. */
const announceDelay = 500;

/**
 * A 3D model (GLB) to look at from all sides.
 *
 * @summary Shows a 3D model that visitors turn by mouse, touch or keyboard.
 * @slot - Shown while JavaScript is off and when the model cannot be shown.
 * @slot poster - Stands in for the model until its first picture, instead of `poster`.
 * @event {FaeReadyEvent} fae-ready - The first picture of the model is drawn.
 * @event {FaeErrorEvent} fae-error - The model cannot be shown; `code` says why.
 * @event {ModelLoadEvent} load - As `fae-ready`, by model-viewer's name. Does not bubble.
 * @event {ModelProgressEvent} progress - Bytes have arrived. Does not bubble.
 * @event {CameraChangeEvent} camera-change - The camera moved; `source` says why.
 * @csspart frame - Everything.
 * @csspart stage - What is dragged and focused.
 * @csspart canvas - The model's picture.
 * @csspart poster - The poster image.
 * @csspart progress - The progress bar.
 * @csspart motion - The button that pauses and plays.
 * @csspart error - The notice that the model cannot be shown.
 * @csspart retry - The button in it.
 * @cssproperty --fae-model-background - Behind the model.
 *
 * @example
 * <fae-model-viewer model-id="64…" alt="A blue chair" auto-rotate></fae-model-viewer>
 */
export class FaeModelViewerElement extends LitElement {
  static override properties = {
    endpoint: {},
    modelId: { attribute: 'model-id' },
    src: {},
    alt: {},
    poster: {},
    loading: {},
    autoRotate: { type: Boolean, attribute: 'auto-rotate' },
    autoplay: { type: Boolean },
    cameraOrbit: { attribute: 'camera-orbit' },
    strings: { ...jsonAttribute },
    state: { reflect: true },
    motion: { state: true },
    progress: { state: true },
    announcement: { state: true },
  };

  static override styles = [tokens, buttons, states, modelViewerStyles];

  /** The proxy's address. */
  declare endpoint: string | undefined;
  /** The id of a model of the workspace. */
  declare modelId: string | undefined;
  /** The address of a GLB file, instead of `model-id`. */
  declare src: string | undefined;
  /** What the model shows, in words. */
  declare alt: string | undefined;
  /** The address of an image that stands in for the model until its first picture. */
  declare poster: string | undefined;
  /** `lazy` (default) waits until the element is within 300 px of what is visible; or `eager`. */
  declare loading: 'lazy' | 'eager';
  /** Turns the model slowly while the visitor does not. */
  declare autoRotate: boolean;
  /** Plays the model's first animation. */
  declare autoplay: boolean;
  /** Where the camera starts: `theta phi radius`, for example `30deg 75deg 105%`. */
  declare cameraOrbit: string | undefined;
  /** Texts to replace. */
  declare strings: Partial<ModelViewerStrings> | undefined;
  declare state: ElementState;
  /** What the visitor decided on movement; before that, the system's setting decides. */
  declare private motion: boolean | undefined;
  declare private progress: DownloadProgress | undefined;
  declare private announcement: string;

  readonly #viewport = new NearViewport(this);
  readonly #loader = new LoadController<LoadKey, View>(this, {
    key: () => this.#key(),
    load: (key, signal) => this.#load(key, signal),
  });
  #texts: ModelViewerStrings = modelViewerStrings;
  #view: View | undefined;
  #broken: ElementError | undefined;
  #stay = 0;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  #announcing: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.loading = 'lazy';
    this.autoRotate = false;
    this.autoplay = false;
    this.state = 'idle';
    this.announcement = '';
    new Connection(this, (signal) => {
      matchMedia(reducedMotion).addEventListener('change', () => this.requestUpdate(), { signal });
    });
  }

  /** Loads the model once more. */
  retry(): void {
    this.#loader.retry();
  }

  /** Moves the camera back to where it started. */
  resetView(): void {
    this.#view?.reset();
  }

  /** The present picture as an image file; `undefined` as long as there is none. */
  async toBlob(type = 'image/png', quality?: number): Promise<Blob | undefined> {
    if (this.state !== 'ready') return undefined;
    const canvas = this.#part('canvas', HTMLCanvasElement);
    const blob = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, type, quality);
    });
    return blob ?? undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    clearTimeout(this.#leaving);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#announcing);
    this.#leaving = setTimeout(() => {
      this.#dropView();
      this.#stay += 1;
    }, moveGrace);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('state') && this.state === 'idle') this.#dropView();
    if (changed.has('strings')) this.#texts = mergeStrings(modelViewerStrings, this.strings);
  }

  protected override render() {
    const moves = this.autoRotate || (this.autoplay && this.#view?.hasAnimation);
    return modelViewerView({
      state: this.state,
      failure: this.#loader.failure,
      strings: this.#texts,
      alt: this.alt,
      poster: this.poster,
      hasFallback: this.querySelector(':scope > :not([slot])') !== null,
      progress: this.progress,
      playing: moves ? this.#playing : undefined,
      announcement: this.announcement,
      retry: () => this.retry(),
      togglePlaying: () => (this.motion = !this.#playing),
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#view?.configure(this.#settings());
    if (changed.has('state') && this.state === 'ready') {
      this.dispatchEvent(new ModelLoadEvent(this.src ?? this.modelId ?? ''));
    }
  }

  get #playing(): boolean {
    return this.motion ?? !matchMedia(reducedMotion).matches;
  }

  #settings(): ViewSettings {
    const { cameraOrbit, autoRotate, autoplay } = this;
    return { cameraOrbit, autoRotate, autoplay, playing: this.#playing };
  }

  #key(): LoadKey | undefined {
    const due = this.loading === 'eager' || this.#viewport.near;
    if (!due || !(this.src || this.modelId)) return undefined;
    return [this.modelId, this.src, this.endpoint, this.#stay];
  }

  async #load([modelId, src, endpoint]: LoadKey, signal: AbortSignal): Promise<View> {
    this.#dropView();
    this.progress = undefined;
    this.announcement = '';
    const broken = this.#broken;
    this.#broken = undefined;
    if (broken) throw broken;
    const onProgress = (progress: DownloadProgress) => {
      this.progress = progress;
      this.dispatchEvent(new ModelProgressEvent(progress));
    };
    const { engine, glb } = await openModel({ modelId, src, endpoint }, { signal, onProgress });
    await this.updateComplete;
    const view = await engine.showModel({
      glb,
      signal,
      stage: this.#part('.stage', HTMLElement),
      canvas: this.#part('canvas', HTMLCanvasElement),
      settings: () => this.#settings(),
      onCameraChange: (source, position) => {
        this.dispatchEvent(new CameraChangeEvent(source, position));
        if (source !== 'user-interaction') return;
        this.#announce(() => engine.viewText(position, this.#texts));
      },
      onFailure: (error) => {
        this.#broken = error;
        this.retry();
      },
    });
    if (signal.aborted) view.dispose();
    signal.throwIfAborted();
    this.#view = view;
    return view;
  }

  #dropView(): void {
    this.#view?.dispose();
    this.#view = undefined;
  }

  #announce(text: () => string): void {
    clearTimeout(this.#announcing);
    this.#announcing = setTimeout(() => (this.announcement = text()), announceDelay);
  }

  #part<E extends Element>(selector: string, type: new () => E): E {
    const part = this.renderRoot.querySelector(selector);
    if (part instanceof type) return part;
    throw new TypeError(`The element has lost its ${selector}.`);
  }
}

const reducedMotion = '(prefers-reduced-motion: reduce)';
