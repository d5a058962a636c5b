import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Failure } from '../../ui/failure.ts';
import { failureText } from '../../ui/failure-view.ts';
import { fill } from '../../ui/strings.ts';
import { clock } from './clock.ts';
import { icons, ring } from './icons.ts';
import type { Voice } from './reader.ts';
import type { Range } from './timeline.ts';
import type { TtsPlayerStrings } from './tts-player.strings.ts';
import { voiceGroups } from './voice-groups.ts';

/** What the player shows. Times are seconds. */
export interface PlayerModel {
  readonly title: string;
  readonly isPlaying: boolean;
  readonly isWaiting: boolean;
  readonly position: number;
  readonly duration: number;
  readonly isExact: boolean;
  readonly ranges: readonly Range[];
  readonly voices: readonly Voice[];
  readonly voice: string | undefined;
  readonly speed: number;
  readonly failure: Failure | undefined;
  readonly canDownload: boolean;
  /** How much of the download is there, 0–1; `undefined` while there is none. */
  readonly download: number | undefined;
}

/** What a visitor can do with it. */
export interface PlayerActions {
  readonly toggle: () => void;
  /** The thumb is being moved. */
  readonly scrub: (position: number) => void;
  readonly seek: (position: number) => void;
  /** By so many seconds. */
  readonly step: (seconds: number) => void;
  readonly chooseVoice: (id: string) => void;
  readonly chooseSpeed: (speed: number) => void;
  /** Starts the download, or cancels it. */
  readonly download: () => void;
  readonly retry: () => void;
}

const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

const valueOf = (event: Event): string => {
  const { target } = event;
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement
    ? target.value
    : '';
};

const steps: Readonly<Record<string, number>> = {
  ArrowUp: 5,
  ArrowRight: 5,
  ArrowDown: -5,
  ArrowLeft: -5,
  PageUp: 30,
  PageDown: -30,
};

/** The keys of a range input, with steps that make sense in speech. */
const stepOf = (event: KeyboardEvent): number | undefined => {
  const step = steps[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return undefined;
  const sideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
  const target = event.currentTarget;
  const isMirrored = target instanceof Element && getComputedStyle(target).direction === 'rtl';
  return sideways && isMirrored ? -step : step;
};

const bar = (from: number, to: number, kind: string) => svg`
  <rect class=${kind} x=${from} width=${Math.max(0, to - from)} height="1" />
`;

const progress = (model: PlayerModel, actions: PlayerActions, strings: TtsPlayerStrings) => {
  const { position, duration, ranges, isExact } = model;
  const share = duration > 0 ? Math.min(1, position / duration) : 0;
  const text = fill(isExact ? strings.time : strings.timeAbout, {
    position: clock(position),
    duration: clock(duration),
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = stepOf(event);
    if (step === undefined) return;
    event.preventDefault();
    actions.step(step);
  };
  return html`
    <div class="progress" part="progress">
      <svg class="bars" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        ${ranges.map((range) => bar(range.start, range.end, 'buffered'))} ${bar(0, share, 'played')}
      </svg>
      <input
        class="range"
        part="range"
        type="range"
        min="0"
        step="any"
        max=${duration || 1}
        .value=${String(position)}
        aria-label=${strings.position}
        aria-valuetext=${text}
        @input=${(event: Event) => actions.scrub(Number(valueOf(event)))}
        @change=${(event: Event) => actions.seek(Number(valueOf(event)))}
        @keydown=${onKeyDown}
      />
    </div>
  `;
};

const select = (
  part: string,
  label: string,
  options: unknown,
  choose: (value: string) => void,
): TemplateResult => html`
  <label class="choice" data-kind=${part}>
    <select
      class="select"
      part=${part}
      aria-label=${label}
      @change=${(event: Event) => choose(valueOf(event))}
    >
      ${options}
    </select>
    ${icons.open}
  </label>
`;

const voiceSelect = (model: PlayerModel, actions: PlayerActions, strings: TtsPlayerStrings) => {
  const option = ({ id, label }: Voice) =>
    html`<option value=${id} .selected=${id === model.voice}>${label}</option>`;
  const groups = voiceGroups(model.voices, strings.languages).map(({ name, voices }) =>
    name ? html`<optgroup label=${name}>${voices.map(option)}</optgroup>` : voices.map(option),
  );
  return select('voice', strings.voice, groups, actions.chooseVoice);
};

const speedSelect = (model: PlayerModel, actions: PlayerActions, strings: TtsPlayerStrings) => {
  const offered = [...new Set([...speeds, model.speed])].sort((a, b) => a - b);
  const options = offered.map(
    (it) => html`<option value=${it} .selected=${it === model.speed}>${it}×</option>`,
  );
  return select('speed', strings.speed, options, (value) => actions.chooseSpeed(Number(value)));
};

const downloadButton = (model: PlayerModel, actions: PlayerActions, strings: TtsPlayerStrings) => {
  const isRunning = model.download !== undefined;
  return html`
    <button
      class="quiet"
      part="download"
      type="button"
      aria-label=${isRunning ? strings.cancelDownload : strings.download}
      title=${isRunning ? strings.cancelDownload : strings.download}
      @click=${actions.download}
    >
      ${isRunning ? [ring(model.download), icons.stop] : icons.download}
    </button>
  `;
};

const noticeText = (failure: Failure, strings: TtsPlayerStrings): string =>
  failure.code === 'rate_limited' && failure.retryAfter
    ? fill(strings.retryIn, { seconds: failure.retryAfter })
    : failureText(failure, navigator.onLine ? 'error' : 'offline', strings);

const notice = (failure: Failure, actions: PlayerActions, strings: TtsPlayerStrings) => html`
  <div class="notice" part="error" role="alert">
    <p class="notice-text">${noticeText(failure, strings)}</p>
    <button class="button" part="retry" type="button" @click=${actions.retry}>
      ${strings.retry}
    </button>
  </div>
`;

const tools = (model: PlayerModel, actions: PlayerActions, strings: TtsPlayerStrings) => html`
  <div class="tools" part="tools">
    ${model.voices.length ? voiceSelect(model, actions, strings) : nothing}
    ${speedSelect(model, actions, strings)}
    ${model.canDownload ? downloadButton(model, actions, strings) : nothing}
  </div>
`;

const statusText = (model: PlayerModel, strings: TtsPlayerStrings): string => {
  if (model.download !== undefined) return strings.preparingDownload;
  return model.isWaiting ? strings.preparing : '';
};

/** The player, ready to play. */
export const playerView = (
  model: PlayerModel,
  actions: PlayerActions,
  strings: TtsPlayerStrings,
): TemplateResult => html`
  <div class="player" part="player" role="group" aria-label=${model.title}>
    <button
      class="play"
      part="play"
      type="button"
      aria-label=${model.isPlaying ? strings.pause : strings.play}
      @click=${actions.toggle}
    >
      ${model.isPlaying ? icons.pause : icons.play} ${model.isWaiting ? ring() : nothing}
    </button>
    <div class="head">
      <span class="title" part="title" dir="auto">${model.title}</span>
      <span class="time" part="time">
        ${
          model.isPlaying || model.position > 0
            ? html`<span class="now">${clock(model.position)} / </span>`
            : nothing
        }${model.isExact ? '' : '≈\u202f'}${clock(model.duration)}
      </span>
    </div>
    ${progress(model, actions, strings)}
    ${model.failure ? notice(model.failure, actions, strings) : tools(model, actions, strings)}
    <span class="visually-hidden" role="status">${statusText(model, strings)}</span>
  </div>
`;
