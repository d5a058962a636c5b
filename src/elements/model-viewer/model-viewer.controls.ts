import { html, nothing, svg, type TemplateResult } from 'lit';
import { buttons } from '../../ui/buttons.styles.ts';
import { failureView } from '../../ui/failure-view.ts';
import { raised } from '../../ui/raised.styles.ts';
import { states } from '../../ui/states.styles.ts';
import { visuallyHidden } from '../../ui/visually-hidden.styles.ts';
import { controlsStyles } from './model-viewer.controls.styles.ts';
import { textsWith, type ModelViewerStrings } from './model-viewer.strings.ts';
import { icon, isFailed, type ModelViewerView } from './model-viewer.view.ts';

// What stands around the picture and how it is got: not needed before a model is to be shown.

export { showModel } from './model-viewer.ts';
export { textsWith };

export const styles = [raised, buttons, states, visuallyHidden, controlsStyles];

/** The platform's own progress bar: exact from the moment that the model's length is known. */
const progressBar = ({ state, progress }: ModelViewerView, strings: ModelViewerStrings) => {
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

const pause = svg`<path d="M9 6v12M15 6v12" />`;
const play = svg`<path d="M8.5 5.5v13l10-6.5Z" />`;

const motionButton = (
  { state, playing, togglePlaying }: ModelViewerView,
  strings: ModelViewerStrings,
) => {
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

const failureNotice = (view: ModelViewerView, strings: ModelViewerStrings) =>
  isFailed(view) ? html`<div class="notice">${failureView({ ...view, strings })}</div>` : nothing;

/** How far the download is, the button for movement, or why there is no picture. */
export const controlsView = (
  view: ModelViewerView,
  strings: ModelViewerStrings,
): TemplateResult => html`
  <p id="help" hidden>${strings.help}</p>
  ${progressBar(view, strings)} ${motionButton(view, strings)} ${failureNotice(view, strings)}
`;
