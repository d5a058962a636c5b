import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Failure } from '../../ui/failure.ts';
import type { ElementState } from '../../ui/load-controller.ts';
import { safeUrl } from '../../ui/url.ts';
import type { DownloadProgress } from './glb-stream.ts';

/** The text that is needed before the model is there. */
export const shellStrings = {
  /** What the thing is, where `alt` does not say more. */
  model: '3D model',
};

export interface ModelViewerView {
  readonly state: ElementState;
  readonly failure: Failure | undefined;
  readonly strings: typeof shellStrings;
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
export const icon = (shape: TemplateResult<2>): TemplateResult => html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>
`;

export const isFailed = ({ state }: ModelViewerView): boolean =>
  state === 'error' || state === 'offline';

/** A poster that cannot be had is left out, not shown as a broken image, until another can. */
const settle = ({ target, type }: Event): void => {
  if (target instanceof Element) target.toggleAttribute('hidden', type === 'error');
};

const poster = (view: ModelViewerView) => {
  if (isFailed(view) && view.hasFallback) return nothing;
  const address = safeUrl(view.poster, 'media');
  const placeholder = isFailed(view) ? nothing : html`<div class="placeholder">${icon(cube)}</div>`;
  const image = html`
    <img part="poster" src=${address ?? nothing} alt="" @load=${settle} @error=${settle} />
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
  `;
};

/** Everything in the element's shadow, by its state; `controls` once they are there. */
export const modelViewerView = (
  view: ModelViewerView,
  controls: TemplateResult | undefined,
): TemplateResult => html`
  <div class="frame" part="frame">
    ${stage(view)} ${poster(view)} ${controls ?? (isFailed(view) ? html`<slot></slot>` : nothing)}
    <div class="visually-hidden" role="status">${view.announcement}</div>
  </div>
`;
