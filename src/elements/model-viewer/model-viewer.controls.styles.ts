import { css } from 'lit';

export const controlsStyles = css`
  progress {
    position: absolute;
    inset-block-end: calc(var(--_space) * 5);
    inset-inline: 0;
    margin-inline: auto;
    inline-size: min(240px, 50%);
    block-size: 4px;
    appearance: none;
    border: 0;
    border-radius: 99px;
    overflow: hidden;
    background: color-mix(in oklab, currentColor 14%, transparent);
  }
  progress::-webkit-progress-bar {
    background: transparent;
  }
  progress::-webkit-progress-value {
    border-radius: 99px;
    background: var(--_accent-text);
  }
  progress::-moz-progress-bar {
    border-radius: 99px;
    background: var(--_accent-text);
  }
  progress:indeterminate::-moz-progress-bar {
    background: transparent;
  }
  .motion {
    position: absolute;
    inset-block-end: calc(var(--_space) * 2);
    inset-inline-end: calc(var(--_space) * 2);
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border: 1px solid transparent;
    border-radius: 50%;
    background: transparent;
    color: var(--_muted);
    cursor: pointer;
    transition:
      background-color var(--_duration),
      color var(--_duration);
  }
  .motion:hover,
  .motion:focus-visible {
    background: color-mix(in oklab, currentColor 10%, transparent);
    color: inherit;
  }
  .motion .icon {
    inline-size: 20px;
    block-size: 20px;
  }
  .notice {
    position: relative;
    display: grid;
    align-content: end;
    gap: calc(var(--_space) * 3);
    min-inline-size: 0;
    padding: calc(var(--_space) * 3);
  }
  .notice .failure {
    border-color: transparent;
    background: var(--_raised);
    color: var(--_raised-text);
    box-shadow: var(--_shadow);
  }
  @media (forced-colors: active) {
    progress {
      border: 1px solid CanvasText;
    }
    progress::-webkit-progress-value {
      background: Highlight;
    }
    progress::-moz-progress-bar {
      background: Highlight;
    }
    .motion {
      border-color: ButtonText;
      color: ButtonText;
    }
  }
`;
