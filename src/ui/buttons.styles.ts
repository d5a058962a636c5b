import { css } from 'lit';

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
  .button:hover:not([aria-disabled='true']) {
    background: color-mix(in oklab, currentColor 10%, transparent);
  }
  .button[data-kind='primary'] {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .button[data-kind='primary']:hover:not([aria-disabled='true']) {
    background: var(--_accent);
    filter: brightness(1.1);
  }
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
