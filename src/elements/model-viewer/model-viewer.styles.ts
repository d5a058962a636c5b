import { css } from 'lit';

export const modelViewerStyles = css`
  :host {
    display: grid;
    aspect-ratio: 4 / 3;
    min-block-size: 220px;
  }
  .frame {
    position: relative;
    display: grid;
    min-inline-size: 0;
    overflow: clip;
    border-radius: var(--_radius);
    background: var(--fae-model-background, var(--_surface));
    isolation: isolate;
  }
  .stage {
    position: absolute;
    inset: 0;
    border-radius: inherit;
    /* A vertical swipe scrolls the page; a horizontal one turns the model. */
    touch-action: pan-y;
    user-select: none;
    -webkit-user-select: none;
  }
  .stage[hidden] {
    display: none;
  }
  :host([state='ready']) .stage {
    cursor: grab;
  }
  :host([state='ready']) .stage:active {
    cursor: grabbing;
  }
  .stage:focus-visible {
    outline-offset: -3px;
  }
  canvas {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    pointer-events: none;
  }
  /* The picture of the model before stays in the canvas until the next is drawn. */
  :host(:not([state='ready'])) canvas {
    visibility: hidden;
  }
  .poster {
    position: absolute;
    inset: 0;
    pointer-events: none;
    transition:
      opacity var(--_duration) ease-out,
      visibility var(--_duration);
  }
  :host([state='ready']) .poster {
    opacity: 0;
    visibility: hidden;
  }
  .poster img,
  ::slotted([slot='poster']) {
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }
  .poster [hidden] {
    display: none;
  }
  .placeholder {
    display: grid;
    place-items: center;
    block-size: 100%;
  }
  .icon {
    inline-size: 24px;
    block-size: 24px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .placeholder .icon {
    inline-size: clamp(40px, 14%, 72px);
    block-size: auto;
    stroke-width: 0.75;
    opacity: 0.35;
  }
  :host([state='loading']) .placeholder .icon {
    animation: fae-breathe 1.4s ease-in-out infinite alternate;
  }
  @keyframes fae-breathe {
    to {
      opacity: 0.15;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    :host([state='loading']) .placeholder .icon {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .frame {
      border: 1px solid CanvasText;
    }
  }
`;
