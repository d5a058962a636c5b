import { adoptStyles, LitElement, type PropertyValues } from 'lit';
import { Connection } from '../../ui/connection.ts';
import { ElementError } from '../../ui/failure.ts';
import { jsonAttribute } from '../../ui/json-attribute.ts';
import { LoadController, type ElementState } from '../../ui/load-controller.ts';
import { tokens } from '../../ui/tokens.styles.ts';
import type { View, ViewSettings } from './engine/index.ts';
import type { DownloadProgress } from './glb-stream.ts';
import { ModelLoadEvent } from './model-viewer.events.ts';
import type * as controls from './model-viewer.controls.ts';
import type { ModelViewerStrings } from './model-viewer.strings.ts';
import { modelViewerStyles } from './model-viewer.styles.ts';
import { modelViewerView, shellStrings } from './model-viewer.view.ts';
import { whenNear } from './near-viewport.ts';

/** What to load: model id, address, endpoint, and which stay in the document this is. */
type LoadKey = readonly [string | undefined, string | undefined, string | undefined, number];

/** How long a removed element keeps its model, in case it is only being moved; milliseconds. */
const moveGrace = 1_000;

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

  static override styles = [tokens, modelViewerStyles];

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

  readonly #loader = new LoadController<LoadKey, View>(this, {
    key: () => this.#key(),
    load: (key, signal) => this.#load(key, signal),
  });
  #controls: typeof controls | undefined;
  #view: View | undefined;
  #broken: ElementError | undefined;
  #near = false;
  #stay = 0;
  #leaving: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.loading = 'lazy';
    this.autoRotate = false;
    this.autoplay = false;
    this.state = 'idle';
    this.announcement = '';
    new Connection(this, (signal) => {
      matchMedia(reducedMotion).addEventListener('change', () => this.requestUpdate(), { signal });
      whenNear(this, signal, () => {
        this.#near = true;
        this.requestUpdate();
      });
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
    const { canvas } = this.#parts();
    return new Promise((resolve) => {
      canvas.toBlob((blob) => resolve(blob ?? undefined), type, quality);
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    clearTimeout(this.#leaving);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leaving = setTimeout(() => {
      this.#dropView();
      this.#stay += 1;
    }, moveGrace);
  }

  protected override render() {
    const moves = this.autoRotate || (this.autoplay && this.#view?.hasAnimation);
    const view = {
      state: this.state,
      failure: this.#loader.failure,
      strings: { ...shellStrings, ...this.strings },
      alt: this.alt,
      poster: this.poster,
      hasFallback: this.querySelector(':scope > :not([slot])') !== null,
      progress: this.progress,
      playing: moves ? this.#playing : undefined,
      announcement: this.announcement,
      retry: () => this.retry(),
      togglePlaying: () => (this.motion = !this.#playing),
    };
    const parts = this.#controls;
    return modelViewerView(view, parts?.controlsView(view, parts.textsWith(this.strings)));
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (this.state === 'idle') this.#dropView();
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
    const due = this.loading === 'eager' || this.#near;
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
    const { showModel } = await this.#loadControls();
    this.#view = await showModel(
      this,
      { modelId, src, endpoint },
      {
        signal,
        ...this.#parts(),
        settings: () => this.#settings(),
        onProgress: (progress) => (this.progress = progress),
        announce: (text) => (this.announcement = text),
        onFailure: (error) => {
          this.#broken = error;
          this.retry();
        },
      },
    );
    return this.#view;
  }

  /** The engine is asked for at the same time: it is the larger part. */
  async #loadControls(): Promise<typeof controls> {
    import('./engine/index.ts').catch(() => undefined);
    this.#controls ??= await import('./model-viewer.controls.ts').catch((cause: unknown) => {
      throw new ElementError('network', 'The 3D viewer could not be loaded.', {
        retryable: true,
        cause,
      });
    });
    const base = FaeModelViewerElement.elementStyles;
    adoptStyles(this.renderRoot as ShadowRoot, [...base, ...this.#controls.styles]);
    return this.#controls;
  }

  #dropView(): void {
    this.#view?.dispose();
    this.#view = undefined;
  }

  #parts(): { stage: HTMLElement; canvas: HTMLCanvasElement } {
    const canvas = this.renderRoot.querySelector('canvas');
    const stage = canvas?.parentElement;
    if (canvas && stage) return { canvas, stage };
    throw new TypeError('The element has lost its canvas.');
  }
}

const reducedMotion = '(prefers-reduced-motion: reduce)';
