import { css } from 'lit';

/**
 * One set of tokens for all elements. Each `--fae-…` may be set by the page; the defaults derive
 * from the page's own text colour and `color-scheme`, so that an element fits where it stands.
 * Inside, elements use the private `--_…` only.
 */
export const tokens = css`
  :host {
    --_font: var(--fae-font, inherit);
    --_text: var(--fae-color-text, currentColor);
    --_muted: var(--fae-color-muted, color-mix(in oklab, currentColor 72%, transparent));
    --_surface: var(--fae-color-surface, color-mix(in oklab, currentColor 5%, transparent));
    --_raised: var(--fae-color-raised, light-dark(#fff, #1d1e26));
    --_raised-text: var(--fae-color-text, light-dark(#1b1c22, #f1f1f5));
    --_line: var(--fae-color-line, color-mix(in oklab, currentColor 16%, transparent));
    --_accent: var(--fae-color-accent, #5046e4);
    --_on-accent: var(--fae-color-on-accent, #fff);
    --_accent-text: color-mix(in oklab, var(--_accent) 55%, currentColor);
    --_danger: var(--fae-color-danger, light-dark(#b42318, #ff9a8f));
    --_success: var(--fae-color-success, light-dark(#067647, #5fd39a));
    --_radius: var(--fae-radius, 12px);
    --_space: var(--fae-space, 4px);
    --_shadow: var(--fae-shadow, 0 1px 2px rgb(0 0 0 / 0.08), 0 8px 24px rgb(0 0 0 / 0.1));
    --_focus-ring: var(--fae-focus-ring, 2px solid var(--_accent-text));
    --_duration: var(--fae-duration, 160ms);
    display: block;
    box-sizing: border-box;
    font-family: var(--_font);
    color: var(--_text);
    text-align: start;
    -webkit-tap-highlight-color: transparent;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :focus-visible {
    outline: var(--_focus-ring);
    outline-offset: 2px;
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    :host {
      --_duration: 0ms;
    }
  }
`;

/** Buttons: plain, and filled with the accent by `data-kind="primary"`. */
export const buttons = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: calc(var(--_space) * 2);
    min-block-size: 44px;
    min-inline-size: 44px;
    padding: calc(var(--_space) * 2) calc(var(--_space) * 4);
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) - 2px);
    background: var(--_surface);
    color: inherit;
    font: inherit;
    font-weight: 600;
    line-height: 1.25;
    cursor: pointer;
    transition:
      background-color var(--_duration),
      filter var(--_duration);
  }
  .button:hover:not(:disabled, [aria-disabled='true']) {
    background: color-mix(in oklab, currentColor 10%, transparent);
  }
  .button[data-kind='primary'] {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .button[data-kind='primary']:hover:not(:disabled, [aria-disabled='true']) {
    background: var(--_accent);
    filter: brightness(1.1);
  }
  .button:disabled,
  .button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.6;
  }
  @media (forced-colors: active) {
    .button,
    .button[data-kind='primary'] {
      border-color: ButtonText;
    }
  }
`;

/** The skeleton of something that loads, and the notice that it did not. */
export const states = css`
  .skeleton {
    border-radius: calc(var(--_radius) / 2);
    background: color-mix(in oklab, currentColor 9%, transparent);
    animation: fae-pulse 1.4s ease-in-out infinite alternate;
  }
  @keyframes fae-pulse {
    to {
      opacity: 0.45;
    }
  }
  .failure {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 4);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .failure-text {
    margin: 0;
    flex: 1 1 12em;
  }
  @media (prefers-reduced-motion: reduce) {
    .skeleton {
      animation: none;
    }
  }
`;
