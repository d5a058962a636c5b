import { html, nothing, svg, type TemplateResult } from 'lit';
import { failureView } from '../../ui/failure-view.ts';
import type { Failure } from '../../ui/failure.ts';
import type { ElementState } from '../../ui/load-controller.ts';
import { safeUrl } from '../../ui/url.ts';
import type { DownloadProgress } from './glb-stream.ts';
import type { ModelViewerStrings } from './model-viewer.strings.ts';

export interface ModelViewerView {
  readonly state: ElementState;
  readonly failure: Failure | undefined;
  readonly strings: ModelViewerStrings;
  readonly alt: string | undefined;
  readonly poster: string | undefined;
  /** Whether the page has put in something to show when the model cannot be shown. */
  readonly hasFallback: boolean;
  readonly progress: DownloadProgress | undefined;
  /** Whether something moves by itself; `undefined` where nothing could. */
  readonly playing: boolean | undefined;
  /** What assistive technology is told about the camera. */
  readonly announcement: string;
  readonly retry: () => void;
  readonly togglePlaying: () => void;
}

const cube = svg`<path d="M12 2.8 20 7.2v9.6l-8 4.4-8-4.4V7.2Zm0 9.2 8-4.8m-8 4.8v9.2M12 12 4 7.2" />`;
const pause = svg`<path d="M9 6v12M15 6v12" />`;
const play = svg`<path d="M8.5 5.5v13l10-6.5Z" />`;

const icon = (shape: TemplateResult<2>): TemplateResult => html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>
`;

const isFailed = ({ state }: ModelViewerView): boolean => state === 'error' || state === 'offline';

/** A poster that cannot be had is left out, not shown as a broken image. */
const leaveOut = ({ target }: Event): void => {
  if (target instanceof Element) target.toggleAttribute('hidden', true);
};

const poster = (view: ModelViewerView) => {
  if (isFailed(view) && view.hasFallback) return nothing;
  const address = safeUrl(view.poster, 'media');
  const placeholder = isFailed(view) ? nothing : html`<div class="placeholder">${icon(cube)}</div>`;
  const image = html`
    <img part="poster" src=${address ?? nothing} alt="" decoding="async" @error=${leaveOut} />
  `;
  return html`
    <div class="poster"><slot name="poster">${address ? image : placeholder}</slot></div>
  `;
};

const stage = (view: ModelViewerView): TemplateResult => {
  const { strings, alt } = view;
  const ready = view.state === 'ready';
  return html`
    <div
      class="stage"
      part="stage"
      role=${ready ? 'application' : 'img'}
      aria-roledescription=${strings.model}
      aria-label=${alt || strings.model}
      aria-describedby=${ready ? 'help' : nothing}
      tabindex=${ready ? 0 : nothing}
      ?hidden=${isFailed(view)}
    >
      <canvas part="canvas" aria-hidden="true"></canvas>
    </div>
    <p id="help" hidden>${strings.help}</p>
  `;
};

/** The platform's own progress bar: exact from the moment that the model's length is known. */
const progressBar = ({ state, strings, progress }: ModelViewerView) => {
  if (state !== 'loading') return nothing;
  return html`
    <progress
      part="progress"
      aria-label=${strings.loading}
      max="1"
      value=${progress ? progress.loaded / progress.total : nothing}
    ></progress>
  `;
};

const motionButton = ({ state, strings, playing, togglePlaying }: ModelViewerView) => {
  if (state !== 'ready' || playing === undefined) return nothing;
  return html`
    <button
      class="motion"
      part="motion"
      type="button"
      aria-label=${playing ? strings.pause : strings.play}
      @click=${togglePlaying}
    >
      ${icon(playing ? pause : play)}
    </button>
  `;
};

const failureNotice = (view: ModelViewerView) =>
  isFailed(view) ? html`<div class="notice">${failureView(view)}</div>` : nothing;

/** Everything in the element's shadow, by its state. */
export const modelViewerView = (view: ModelViewerView): TemplateResult => html`
  <div class="frame" part="frame">
    ${stage(view)} ${poster(view)} ${progressBar(view)} ${motionButton(view)} ${failureNotice(view)}
    <div class="visually-hidden" role="status">${view.announcement}</div>
  </div>
`;
