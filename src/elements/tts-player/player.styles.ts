import { css } from 'lit';

/** The controls; they come with the player. */
export const playerStyles = css`
  .player {
    --_thumb: 14px;
    --_done: color-mix(in oklab, var(--_accent) 80%, currentColor);
  }
  .play {
    grid-area: play;
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 52px;
    block-size: 52px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
    cursor: pointer;
    transition:
      filter var(--_duration),
      scale var(--_duration);
  }
  .play:hover {
    filter: brightness(1.1);
  }
  .play:active {
    scale: 0.96;
  }
  .ring {
    position: absolute;
    inset: -5px;
    fill: none;
    stroke: var(--_done);
    stroke-width: 2.5;
    stroke-linecap: round;
    rotate: -90deg;
    pointer-events: none;
  }
  .ring[data-turning] {
    animation: turn 1s linear infinite;
  }
  @keyframes turn {
    from {
      rotate: 0deg;
    }
    to {
      rotate: 360deg;
    }
  }
  .title {
    overflow: hidden;
    font-weight: 600;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .time {
    flex: none;
    color: var(--_muted);
    font-size: max(0.8125em, 13px);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  @container (inline-size < 200px) {
    .now {
      display: none;
    }
  }

  .progress {
    grid-area: progress;
    position: relative;
    display: flex;
    align-items: center;
    margin-inline: calc(var(--_thumb) / -2);
  }
  .bars {
    position: absolute;
    inset-inline: calc(var(--_thumb) / 2);
    inline-size: calc(100% - var(--_thumb));
    block-size: 4px;
    border-radius: 2px;
    background: color-mix(in oklab, currentColor 14%, transparent);
  }
  .bars:dir(rtl) {
    transform: scaleX(-1);
  }
  .buffered {
    fill: currentColor;
    opacity: 0.22;
  }
  .played {
    fill: var(--_done);
  }
  .range {
    position: relative;
    inline-size: 100%;
    block-size: 28px;
    margin: 0;
    appearance: none;
    background: none;
    color: inherit;
    cursor: pointer;
  }
  .range::-webkit-slider-thumb {
    appearance: none;
    inline-size: var(--_thumb);
    block-size: var(--_thumb);
    border: 0;
    border-radius: 50%;
    background: var(--_done);
    transition: scale var(--_duration);
  }
  .range::-moz-range-thumb {
    inline-size: var(--_thumb);
    block-size: var(--_thumb);
    border: 0;
    border-radius: 50%;
    background: var(--_done);
  }
  .range:hover::-webkit-slider-thumb {
    scale: 1.15;
  }

  .tools {
    grid-area: tools;
    display: flex;
    align-items: center;
    justify-content: flex-end;
    gap: var(--_space);
    min-inline-size: 0;
    margin-inline: calc(var(--_space) * -2);
  }
  .choice {
    position: relative;
    display: flex;
    align-items: center;
    flex: none;
    min-inline-size: 0;
    color: var(--_muted);
  }
  .choice[data-kind='voice'] {
    flex: 0 1 auto;
    margin-inline-end: auto;
  }
  .choice .icon {
    position: absolute;
    inset-inline-end: calc(var(--_space) * 1.5);
    inline-size: 18px;
    block-size: 18px;
    pointer-events: none;
  }
  .select {
    max-inline-size: 100%;
    min-block-size: 44px;
    padding-inline: calc(var(--_space) * 2) calc(var(--_space) * 7);
    border: 0;
    border-radius: calc(var(--_radius) - 4px);
    appearance: none;
    background: none;
    color: inherit;
    field-sizing: content;
    font: inherit;
    font-size: max(0.875em, 13px);
    font-variant-numeric: tabular-nums;
    text-overflow: ellipsis;
    cursor: pointer;
  }
  .select option,
  .select optgroup {
    background: var(--_raised);
    color: var(--_raised-text);
  }
  .quiet {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border: 0;
    border-radius: calc(var(--_radius) - 4px);
    background: none;
    color: var(--_muted);
    cursor: pointer;
  }
  .quiet .icon {
    inline-size: 20px;
    block-size: 20px;
  }
  .quiet .ring {
    inset: 7px;
    stroke-width: 4;
  }
  .select,
  .quiet {
    transition:
      background-color var(--_duration),
      color var(--_duration);
  }
  .select:hover,
  .quiet:hover {
    background: color-mix(in oklab, currentColor 8%, transparent);
    color: var(--_text);
  }

  .notice {
    grid-area: tools;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 2);
    min-block-size: 44px;
  }
  .notice-text {
    flex: 1 1 7em;
    margin: 0;
    padding-block: calc(var(--_space) * 1.5);
    color: var(--_danger);
    font-size: max(0.875em, 13px);
    line-height: 1.35;
  }
  .notice .button {
    flex: none;
    font-size: max(0.875em, 13px);
  }

  @media (prefers-reduced-motion: reduce) {
    .ring[data-turning] {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .play {
      border: 2px solid ButtonText;
    }
    .bars {
      background: color-mix(in srgb, CanvasText 35%, Canvas);
      forced-color-adjust: none;
    }
    .played {
      fill: Highlight;
    }
    .range::-webkit-slider-thumb {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`;
